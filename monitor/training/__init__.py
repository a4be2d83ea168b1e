"""The training of a new monitor in an exercise: fifteen minutes, a worksheet, a score that only the trainee sees.

The truth of the exercise (monitor.drill) and the rows meet here and nowhere else: no stage may import this room.

    truth.py  the exercise's truth about a window        score.py, advice.py, pick.py  pure
    run.py    services: start, note, answer, tag, finish  gather.py  rows -> the values that score.py judges
"""
