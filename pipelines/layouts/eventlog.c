/* Adds the event log to the dump when Windows crashes. Call EventLogRegister in DriverEntry and
   EventLogUnregister when the driver unloads, and write with EventLogWrite(&DriverLog, ...). */
#include <ntddk.h>
#include "eventlog.h"

/* Names the log in the dump: make one of your own with uuidgen, for here and for the pipeline. */
static const GUID LogTag = /* {E7E47106-5A1C-4D3E-9B77-2F60C1A8D905} */
    {0xE7E47106, 0x5A1C, 0x4D3E, {0x9B, 0x77, 0x2F, 0x60, 0xC1, 0xA8, 0xD9, 0x05}};

/* Static memory of a driver is resident unless it is put into a pageable section. */
EVENTLOG DriverLog;

static KBUGCHECK_REASON_CALLBACK_RECORD CallbackRecord;
static KBUGCHECK_REASON_CALLBACK_ROUTINE AddLogToDump;

/* The kernel calls it at HIGH_LEVEL, all other processors stopped: once for the size, once for the
   data. No lock may be taken here and nothing allocated. */
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

BOOLEAN EventLogRegister(VOID)
{
    PKBUGCHECK_REASON_CALLBACK_RECORD record = &CallbackRecord;

    EventLogInitialize(&DriverLog);
    KeInitializeCallbackRecord(record);
    return KeRegisterBugCheckReasonCallback(
        record, AddLogToDump, KbCallbackSecondaryDumpData, (PUCHAR)"eventlog");
}

VOID EventLogUnregister(VOID)
{
    KeDeregisterBugCheckReasonCallback(&CallbackRecord);
}
