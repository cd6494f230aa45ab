package org.crashtag.decode.declared;

import static org.crashtag.bytes.MalformedException.verify;

import org.crashtag.bytes.Reason;
import org.crashtag.layout.NumberField;

/** Reads a blob that contains one record, or consecutive records. */
final class BlobReader {
  private final BlobRecords records;
  private final BlobLayout layout;
  private final int end;

  BlobReader(BlobRecords records) {
    this.records = records;
    this.layout = records.layout();
    this.end = records.data().length();
  }

  /** Reads a blob that is a single record. */
  void single() {
    int at = records.start();
    RecordLayout record = layoutAt(at);
    if (record != null) {
      verify(
          end - at >= record.needed(),
          Reason.TRUNCATED,
          records.data().offset() + end,
          record.type() + " has " + record.size() + " bytes, the blob " + (end - at));
      records.row(at, false);
    }
  }

  /** Reads consecutive records, sorted if the declaration names a member that orders them. */
  void array() {
    long most = most();
    SortedRecords sorted = records.base().order() == null ? null : new SortedRecords(records);
    int at = records.start();
    long entry = 0;
    while (entry < most && at < end) {
      RecordLayout record = layoutAt(at);
      if (record == null || !isWhole(record, at)) {
        break;
      }
      if (record.valid() == null || record.isWritten(records.data(), at)) {
        if (sorted == null) {
          records.row(at, false);
        } else {
          sorted.add(at);
        }
      }
      at += record.size();
      entry++;
    }
    if (at == end && entry < most && most < Long.MAX_VALUE) {
      records.reject(
          Reason.TRUNCATED, at, "the blob ends after " + entry + " of " + most + " entries");
    }
    if (sorted != null) {
      sorted.emit();
    }
  }

  private boolean isWhole(RecordLayout record, int at) {
    boolean whole = end - at >= record.size();
    if (!whole) {
      records.reject(
          Reason.TRUNCATED,
          at,
          "the last entry has " + (end - at) + " of " + record.size() + " bytes");
    }
    return whole;
  }

  /** Returns null and adds a reject if the record's version is missing or has no layout. */
  private RecordLayout layoutAt(int at) {
    NumberField version = layout.version();
    if (layout.versionInRecord() && end - at < version.offset() + version.size()) {
      records.reject(
          Reason.TRUNCATED, at, "the last entry has " + (end - at) + " bytes, without a version");
      return null;
    }
    RecordLayout record = records.layoutAt(at);
    if (record == null) {
      records.reject(
          Reason.UNSUPPORTED, at, "no layout for version " + version.read(records.data(), at));
    }
    return record;
  }

  /** The number of entries according to the head. */
  private long most() {
    long most = layout.bound() > 0 ? layout.bound() : Long.MAX_VALUE;
    if (layout.capacity() != null) {
      most = Math.min(most, records.count(layout.capacity()));
    }
    return layout.written() == null ? most : Math.min(most, records.count(layout.written()));
  }
}
