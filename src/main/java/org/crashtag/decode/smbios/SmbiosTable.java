package org.crashtag.decode.smbios;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/** The structures that are of interest, as far as the table is whole. */
final class SmbiosTable {
  private static final int END_OF_TABLE = 127;

  /** Firmware describes some hundred things; a table of more structures was made to tire us. */
  private static final int MOST_STRUCTURES = 16_384;

  private final List<SmbiosStructure> structures = new ArrayList<>();
  private boolean ended;
  private MalformedException fault;

  /**
   * Reads the structures one behind the other, to the table's end or the first that isn't whole.
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
          "more than " + MOST_STRUCTURES + " structures");
      SmbiosStructure structure = SmbiosStructure.read(table, at);
      if (structure.type() == END_OF_TABLE) {
        ended = true;
        return;
      }
      structures.add(structure);
      at += structure.bytes();
    }
  }

  /** The structures of a type, in their order. */
  List<SmbiosStructure> all(int type) {
    return structures.stream().filter(structure -> structure.type() == type).toList();
  }

  /** The first structure of a type; an empty one where there is none. */
  SmbiosStructure first(int type) {
    for (SmbiosStructure structure : structures) {
      if (structure.type() == type) {
        return structure;
      }
    }
    return new SmbiosStructure(type, Bytes.NONE, Bytes.NONE);
  }

  /** How many bytes are known if these types are shown: of all others only the headers. */
  long decodedBytes(Set<Integer> shown) {
    long bytes = ended ? SmbiosStructure.HEADER_BYTES : 0;
    for (SmbiosStructure structure : structures) {
      bytes += shown.contains(structure.type()) ? structure.bytes() : SmbiosStructure.HEADER_BYTES;
    }
    return bytes;
  }

  /** What ended the table before its time; else null. */
  MalformedException fault() {
    return fault;
  }
}
