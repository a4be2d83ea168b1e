/* Preloaded: the time of day is ahead of the machine's by as many nanoseconds as the shared file says. Monotonic clocks, and with them sleeps
   and waits of a given length, stay. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL

static const int64_t none = 0;
static const volatile int64_t *ahead = &none;
static int (*clock_of_libc)(clockid_t, struct timespec *);
static int (*wait_of_libc)(sem_t *, const struct timespec *);

__attribute__((constructor)) static void open_clock(void) {
  clock_of_libc = dlsym(RTLD_NEXT, "clock_gettime");
  wait_of_libc = dlsym(RTLD_NEXT, "sem_timedwait");
  const char *name = getenv("TINGCHAO_BENCH_CLOCK");
  int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return;
  void *found = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (found != MAP_FAILED) ahead = found;
}

static void add(struct timespec *at, int64_t more) {
  int64_t sum = at->tv_sec * SECOND + at->tv_nsec + more;
  at->tv_sec = sum / SECOND;
  at->tv_nsec = sum % SECOND;
}

int clock_gettime(clockid_t which, struct timespec *at) {
  int failed = clock_of_libc ? clock_of_libc(which, at) : (int)syscall(SYS_clock_gettime, which, at);
  if (!failed && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) add(at, *ahead);
  return failed;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
  (void)zone;
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *at) {
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
  if (at) *at = now.tv_sec;
  return now.tv_sec;
}

int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict until) {
  struct timespec real = *until;
  add(&real, -*ahead);
  return wait_of_libc(semaphore, &real);
}
