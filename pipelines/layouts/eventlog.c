/* Adds the event log to the dump when Windows crashes. Call EventLogRegister in DriverEntry and
   EventLogUnregister when the driver unloads. Write entries with EventLogWrite(&DriverLog, ...).

   How much a driver can add is limited by MaximumAllowed, which the kernel sets at each call. What is
   larger is cut here. The documentation gives no figures for the dump types; what is known:

     small (triage, minidump)     Keep it to some KB. In minidumps in the field, the data of all drivers
                                  together was 20 KB to 3 MB, the largest of one driver 2.5 MB.
     kernel, automatic, active,   Hundreds of MB for all drivers together, if the page file or the dump
     complete                     file has room for them ("Windows Internals" counts on up to 256 MB).
     header only, live dumps      Do not rely on it: not every dump of these has such data.

   If your log does not fit, define EVENTLOG_PARTS: the log is then that many rings, each of them added
   on its own by a callback for several parts (KbCallbackSecondaryMultiPartDumpData, since Windows
   Server 2008). A processor writes to its own part: EventLogWrite(EventLogPart(), ...). All parts have
   the same tag, and crashtag reads each as a ring. Sequence counts within a part; order rows of
   different parts by Time. */
#include <ntddk.h>
#include "eventlog.h"

/* The tag of the log in the dump. Create your own with uuidgen, for this file and the pipeline file. */
static const GUID LogTag = /* {E7E47106-5A1C-4D3E-9B77-2F60C1A8D905} */
    {0xE7E47106, 0x5A1C, 0x4D3E, {0x9B, 0x77, 0x2F, 0x60, 0xC1, 0xA8, 0xD9, 0x05}};

static KBUGCHECK_REASON_CALLBACK_RECORD CallbackRecord;
static KBUGCHECK_REASON_CALLBACK_ROUTINE AddLogToDump;

#ifndef EVENTLOG_PARTS

/* The static memory of a driver is resident unless it is in a pageable section. */
EVENTLOG DriverLog;

static const KBUGCHECK_CALLBACK_REASON CallbackReason = KbCallbackSecondaryDumpData;

static VOID InitializeLog(VOID)
{
    EventLogInitialize(&DriverLog);
}

/* The kernel calls this at HIGH_LEVEL with all other processors stopped, once for the size and once
   for the data. It must not take locks or allocate memory. */
static VOID NTAPI AddLogToDump(
    KBUGCHECK_CALLBACK_REASON Reason, struct _KBUGCHECK_REASON_CALLBACK_RECORD *Record,
    PVOID ReasonSpecificData, ULONG ReasonSpecificDataLength)
{
    PKBUGCHECK_SECONDARY_DUMP_DATA data = (PKBUGCHECK_SECONDARY_DUMP_DATA)ReasonSpecificData;

    UNREFERENCED_PARAMETER(Record);
    if (Reason != KbCallbackSecondaryDumpData || ReasonSpecificDataLength < sizeof(*data)) {
        return;
    }
    data->Guid = LogTag;
    data->OutBuffer = &DriverLog;
    data->OutBufferLength = sizeof(DriverLog);
    if (data->OutBufferLength > data->MaximumAllowed) {
        data->OutBufferLength = data->MaximumAllowed;
    }
}

#else

C_ASSERT(EVENTLOG_PARTS > 0);

#ifndef KB_SECONDARY_DATA_FLAG_ADDITIONAL_DATA
/* For kits without them. Sources: Microsoft's documentation of wdm.h, microsoft/win32metadata (MIT). */
#define KB_SECONDARY_DATA_FLAG_ADDITIONAL_DATA 0x1  /* call again, for the next part */
#define KB_SECONDARY_DATA_FLAG_NO_DEVICE_ACCESS 0x2 /* the callback touches memory only */

typedef struct _KBUGCHECK_SECONDARY_DUMP_DATA_EX {
    PVOID InBuffer;
    ULONG InBufferLength;
    ULONG MaximumAllowed;
    GUID Guid;
    PVOID OutBuffer;
    ULONG OutBufferLength;
    PVOID Context;
    ULONG Flags;
    ULONG DumpType;
    ULONG BugCheckCode;
    ULONG_PTR BugCheckParameter1;
    ULONG_PTR BugCheckParameter2;
    ULONG_PTR BugCheckParameter3;
    ULONG_PTR BugCheckParameter4;
} KBUGCHECK_SECONDARY_DUMP_DATA_EX, *PKBUGCHECK_SECONDARY_DUMP_DATA_EX;
#endif

/* The static memory of a driver is resident unless it is in a pageable section. */
static EVENTLOG Parts[EVENTLOG_PARTS];

static const KBUGCHECK_CALLBACK_REASON CallbackReason = KbCallbackSecondaryMultiPartDumpData;

static VOID InitializeLog(VOID)
{
    ULONG i;

    for (i = 0; i < EVENTLOG_PARTS; i++) {
        EventLogInitialize(&Parts[i]);
    }
}

/* The part of the log that this processor writes to. */
EVENTLOG *EventLogPart(VOID)
{
    return &Parts[KeGetCurrentProcessorNumber() % EVENTLOG_PARTS];
}

/* The kernel calls this at HIGH_LEVEL with all other processors stopped, once for each part. Context is
   NULL at first and ours from then on: the number of the next part. It is NULL again after the last, so
   that the parts can be asked for twice, for their sizes and for the data. It must not take locks or
   allocate memory. */
static VOID NTAPI AddLogToDump(
    KBUGCHECK_CALLBACK_REASON Reason, struct _KBUGCHECK_REASON_CALLBACK_RECORD *Record,
    PVOID ReasonSpecificData, ULONG ReasonSpecificDataLength)
{
    PKBUGCHECK_SECONDARY_DUMP_DATA_EX data = (PKBUGCHECK_SECONDARY_DUMP_DATA_EX)ReasonSpecificData;
    ULONG_PTR part;

    UNREFERENCED_PARAMETER(Record);
    if (Reason != KbCallbackSecondaryMultiPartDumpData || ReasonSpecificDataLength < sizeof(*data)) {
        return;
    }
    part = (ULONG_PTR)data->Context;
    if (part >= EVENTLOG_PARTS) {
        return;
    }
    data->Guid = LogTag;
    data->OutBuffer = &Parts[part];
    data->OutBufferLength = sizeof(Parts[part]);
    if (data->OutBufferLength > data->MaximumAllowed) {
        data->OutBufferLength = data->MaximumAllowed;
    }
    data->Flags = KB_SECONDARY_DATA_FLAG_NO_DEVICE_ACCESS;
    data->Context = NULL;
    if (part + 1 < EVENTLOG_PARTS) {
        data->Flags |= KB_SECONDARY_DATA_FLAG_ADDITIONAL_DATA;
        data->Context = (PVOID)(part + 1);
    }
}

#endif

BOOLEAN EventLogRegister(VOID)
{
    PKBUGCHECK_REASON_CALLBACK_RECORD record = &CallbackRecord;

    InitializeLog();
    KeInitializeCallbackRecord(record);
    return KeRegisterBugCheckReasonCallback(
        record, AddLogToDump, CallbackReason, (PUCHAR)"eventlog");
}

VOID EventLogUnregister(VOID)
{
    KeDeregisterBugCheckReasonCallback(&CallbackRecord);
}
