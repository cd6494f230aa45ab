package org.crashtag.decode.declared;

import java.io.Serializable;
import java.util.List;
import org.crashtag.bytes.Bytes;

/**
 * One layout of a record, ready to be read.
 *
 * @param type the structure's name
 * @param size in bytes, at least 1
 * @param members what is read, and into which column
 * @param order what grows from record to record; null where nothing does
 * @param valid what is zero where the record isn't written; null where nothing is
 */
record RecordLayout(
    String type, int size, List<Member> members, NumberField order, NumberField valid)
    implements Serializable {
  /**
   * A member of the record.
   *
   * @param column beyond the key, from 0
   */
  record Member(int column, ValueReader reader) implements Serializable {}

  RecordLayout {
    members = List.copyOf(members);
  }

  /** Reads the record that starts at {@code base} into {@code values}. */
  void read(Bytes data, int base, Clock clock, Object[] values) {
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      values[member.column] = member.reader.read(data, base, clock);
    }
  }

  /** By the member that says so; without one, a record that is all zeros isn't written. */
  boolean isWritten(Bytes data, int base) {
    if (valid != null) {
      return valid.read(data, base) != 0;
    }
    for (int i = 0; i < size; i++) {
      if (data.u8(base + i) != 0) {
        return true;
      }
    }
    return false;
  }
}
