/*
 * A driver's event log that survives a crash of Windows. Include this file unchanged; eventlog.c adds
 * the log to the dump.
 *
 * The ring has a fixed size, takes no lock and allocates nothing: EventLogWrite can be called at any
 * IRQL up to HIGH_LEVEL, on all processors at once. crashtag reads this file too: the structures are
 * the schema of the table.
 */
#pragma once

#ifndef EVENTLOG_CAPACITY
#define EVENTLOG_CAPACITY 64 /* a power of two, because Next can overflow */
#endif

#define EVENTLOG_VERSION 1

#define EVENTLOG_FLAG_DPC    0x1
#define EVENTLOG_FLAG_LOCKED 0x2
#define EVENTLOG_FLAG_RETRY  0x4

typedef enum _EVENTLOG_EVENT {
    EventStart = 1,
    EventSend,
    EventReceive,
    EventTimeout,
    EventReset,
    EventSleep
} EVENTLOG_EVENT;

typedef struct _EVENTLOG_ENTRY {
    ULONGLONG Time;         /* KeQueryInterruptTime */
    ULONG Sequence;         /* the first entry of the log has 0 */
    volatile LONG Complete; /* 0 until the entry is complete */
    EVENTLOG_EVENT Event;
    ULONG Flags;
    NTSTATUS Status;
    ULONG Processor;
    PVOID Object;
    CHAR Text[24];
} EVENTLOG_ENTRY;

typedef struct _EVENTLOG {
    ULONG Version;
    ULONG Capacity;
    volatile LONG Next; /* number of entries ever claimed */
    ULONG Reserved;
    EVENTLOG_ENTRY Entries[EVENTLOG_CAPACITY];
} EVENTLOG;

C_ASSERT((EVENTLOG_CAPACITY & (EVENTLOG_CAPACITY - 1)) == 0);

/* The log must be all zeros before this call, as static memory is. */
static __inline void EventLogInitialize(EVENTLOG *Log)
{
    Log->Version = EVENTLOG_VERSION;
    Log->Capacity = EVENTLOG_CAPACITY;
}

/* Claims the next entry. It is incomplete until EventLogComplete is called. */
static __inline EVENTLOG_ENTRY *EventLogClaim(EVENTLOG *Log)
{
    ULONG sequence = (ULONG)InterlockedIncrement(&Log->Next) - 1;
    EVENTLOG_ENTRY *entry = &Log->Entries[sequence % EVENTLOG_CAPACITY];

    InterlockedExchange(&entry->Complete, 0);
    entry->Sequence = sequence;
    entry->Time = KeQueryInterruptTime();
    return entry;
}

static __inline void EventLogComplete(EVENTLOG_ENTRY *Entry)
{
    InterlockedExchange(&Entry->Complete, 1);
}

static __inline void EventLogWrite(
    EVENTLOG *Log, EVENTLOG_EVENT Event, ULONG Flags, NTSTATUS Status, PVOID Object,
    const CHAR *Text)
{
    EVENTLOG_ENTRY *entry = EventLogClaim(Log);
    ULONG i;

    entry->Event = Event;
    entry->Flags = Flags;
    entry->Status = Status;
    entry->Processor = KeGetCurrentProcessorNumber();
    entry->Object = Object;
    for (i = 0; i < sizeof(entry->Text) - 1 && Text[i] != 0; i++) {
        entry->Text[i] = Text[i];
    }
    entry->Text[i] = 0;
    EventLogComplete(entry);
}
