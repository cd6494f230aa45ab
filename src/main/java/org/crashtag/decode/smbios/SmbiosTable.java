package org.crashtag.decode.smbios;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/** The relevant structures of a table, as far as it is valid. */
final class SmbiosTable {
  private static final int END_OF_TABLE = 127;

  /** Limit; real firmware has about a hundred structures. */
  private static final int MOST_STRUCTURES = 16_384;

  private final List<SmbiosStructure> structures = new ArrayList<>();
  private boolean ended;
  private MalformedException fault;

  /**
   * Reads the structures in order, up to the end of the table or the first incomplete structure.
   */
  SmbiosTable(Bytes table) {
    try {
      read(table);
    } catch (MalformedException e) {
      fault = e;
    }
  }

  private void read(Bytes table) {
    int at = 0;
    while (at < table.length()) {
      verify(
          structures.size() < MOST_STRUCTURES,
          Reason.LIMIT,
          table.offset() + at,
          () -> "more than " + MOST_STRUCTURES + " structures");
      SmbiosStructure structure = SmbiosStructure.read(table, at);
      if (structure.type() == END_OF_TABLE) {
        ended = true;
        return;
      }
      structures.add(structure);
      at += structure.bytes();
    }
  }

  /** The structures of a type, in order. */
  List<SmbiosStructure> all(int type) {
    return structures.stream().filter(structure -> structure.type() == type).toList();
  }

  /** The first structure of a type; an empty one if there is none. */
  SmbiosStructure first(int type) {
    for (SmbiosStructure structure : structures) {
      if (structure.type() == type) {
        return structure;
      }
    }
    return new SmbiosStructure(type, Bytes.NONE, Bytes.NONE);
  }

  /** Number of known bytes if these types are shown; only the headers of other types are known. */
  long decodedBytes(Set<Integer> shown) {
    long bytes = ended ? SmbiosStructure.HEADER_BYTES : 0;
    for (SmbiosStructure structure : structures) {
      bytes += shown.contains(structure.type()) ? structure.bytes() : SmbiosStructure.HEADER_BYTES;
    }
    return bytes;
  }

  /** The fault that ended the table early; otherwise null. */
  MalformedException fault() {
    return fault;
  }
}
