/*
 * Does to the log of eventlog.h what a driver does, on the machine that runs the tests, and writes
 * the log to a file:  eventlog_states FILE FIRST COUNT [unfinished | claimed | threads]
 * FIRST is the counter's value before COUNT entries are written, entry i with the status i.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint32_t ULONG;
typedef int32_t LONG;
typedef uint64_t ULONGLONG;
typedef int32_t NTSTATUS;
typedef void *PVOID;
typedef char CHAR;

#define C_ASSERT(e) _Static_assert(e, #e)

static LONG InterlockedIncrement(volatile LONG *value)
{
    return __sync_add_and_fetch(value, 1);
}

static LONG InterlockedExchange(volatile LONG *value, LONG to)
{
    return __atomic_exchange_n(value, to, __ATOMIC_SEQ_CST);
}

static ULONGLONG KeQueryInterruptTime(void)
{
    return 50000000;
}

static ULONG KeGetCurrentProcessorNumber(void)
{
    return 3;
}

#include "eventlog.h"

static EVENTLOG Log;

static void Write(int number)
{
    EventLogWrite(&Log, number % 2 ? EventSend : EventReceive,
        EVENTLOG_FLAG_DPC | EVENTLOG_FLAG_RETRY, number, (PVOID)(uintptr_t)0xFFFF800000001000u,
        "a text that is longer than its field");
}

static void *WriteSome(void *first)
{
    int i;

    for (i = 0; i < EVENTLOG_CAPACITY / 4; i++) {
        Write((int)(intptr_t)first + i);
    }
    return NULL;
}

static void WriteAtOnce(void)
{
    pthread_t threads[4];
    int i;

    for (i = 0; i < 4; i++) {
        pthread_create(&threads[i], NULL, WriteSome, (void *)(intptr_t)(i * EVENTLOG_CAPACITY / 4));
    }
    for (i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
}

int main(int argc, char **argv)
{
    const char *ending = argc > 4 ? argv[4] : "";
    FILE *file = fopen(argv[1], "wb");
    int count = atoi(argv[3]);
    int i;

    EventLogInitialize(&Log);
    Log.Next = (LONG)strtoul(argv[2], NULL, 0);
    for (i = 0; i < count; i++) {
        Write(i);
    }
    if (strcmp(ending, "unfinished") == 0) {
        EventLogClaim(&Log)->Status = -1;
    } else if (strcmp(ending, "claimed") == 0) {
        InterlockedIncrement(&Log.Next);
    } else if (strcmp(ending, "threads") == 0) {
        WriteAtOnce();
    }
    return fwrite(&Log, 1, sizeof(Log), file) == sizeof(Log) && fclose(file) == 0 ? 0 : 1;
}
