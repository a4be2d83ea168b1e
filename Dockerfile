# One image for web, worker, topics and beat; the command decides (docker-compose.yml).
FROM python:3.13.7-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
COPY requirements/base.txt /tmp/base.txt
# --no-deps: base.txt names every package (.ci/install says more)
RUN /venv/bin/pip install --no-deps --require-hashes -r /tmp/base.txt && /venv/bin/pip check

FROM python:3.13.7-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TINGCHAO_DATA=/data
RUN useradd --system --uid 10001 --home-dir /app tingchao && mkdir /data /backups && chown tingchao /data /backups
WORKDIR /app
COPY --from=build /venv /venv
COPY manage.py ./
COPY monitor monitor
COPY tasks tasks
COPY dashboards dashboards
COPY docs docs
USER tingchao
VOLUME /data /backups
EXPOSE 8000
CMD ["uvicorn", "monitor.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--timeout-graceful-shutdown", "3", "--no-access-log"]
