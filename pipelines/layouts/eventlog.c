/* Adds the event log to the dump when Windows crashes. Call EventLogRegister in DriverEntry and
   EventLogUnregister when the driver unloads. Write entries with EventLogWrite(&DriverLog, ...). */
#include <ntddk.h>
#include "eventlog.h"

/* The tag of the log in the dump. Create your own with uuidgen, for this file and the pipeline file. */
static const GUID LogTag = /* {E7E47106-5A1C-4D3E-9B77-2F60C1A8D905} */
    {0xE7E47106, 0x5A1C, 0x4D3E, {0x9B, 0x77, 0x2F, 0x60, 0xC1, 0xA8, 0xD9, 0x05}};

/* The static memory of a driver is resident unless it is in a pageable section. */
EVENTLOG DriverLog;

static KBUGCHECK_REASON_CALLBACK_RECORD CallbackRecord;
static KBUGCHECK_REASON_CALLBACK_ROUTINE AddLogToDump;

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
