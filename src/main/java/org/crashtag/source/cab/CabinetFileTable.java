package org.crashtag.source.cab;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * The file table: CFFILE of [MS-CAB] 2.3.
 *
 * <pre>
 *  0  u32    size in bytes
 *  4  u32    offset in the folder's decoded bytes
 *  8  u16    folder: index, or 0xFFFD from previous, 0xFFFE to next, 0xFFFF from previous to next
 * 10  u16    date
 * 12  u16    time
 * 14  u16    attributes; 0x80 the name is UTF-8
 * 16  char[] name, NUL
 * </pre>
 */
final class CabinetFileTable {
  /** Folder indices of members that other cabinets of the set share. */
  static final int FROM_PREVIOUS = 0xFFFD;

  static final int TO_NEXT = 0xFFFE;
  static final int FROM_PREVIOUS_TO_NEXT = 0xFFFF;

  private static final int FIXED_BYTES = 16;
  private static final int NAME_IS_UTF_8 = 0x80;

  private CabinetFileTable() {}

  static List<CabinetFile> read(CabinetInput input, CabinetHeader header) throws IOException {
    List<CabinetFile> files = new ArrayList<>();
    ZeroEndedText names = new ZeroEndedText(input, header.filesOffset());
    for (int i = 0; i < header.files(); i++) {
      files.add(read(input, names, header.folders()));
    }
    return Collections.unmodifiableList(files);
  }

  private static CabinetFile read(CabinetInput input, ZeroEndedText names, int folders)
      throws IOException {
    long at = names.offset();
    Bytes entry = input.bytes(at, FIXED_BYTES);
    long size = entry.u32(0);
    long offset = entry.u32(4);
    int folder = entry.u16(8);
    int attributes = entry.u16(14);
    verify(
        folder < folders || folder >= FROM_PREVIOUS,
        Reason.CORRUPT,
        at + 8,
        "folder " + folder + " of " + folders);
    names.skip(FIXED_BYTES);
    Charset charset =
        (attributes & NAME_IS_UTF_8) != 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    String name = names.next(charset);
    verify(!name.isEmpty(), Reason.CORRUPT, at + FIXED_BYTES, "a file without a name");
    return new CabinetFile(name, size, folder, offset);
  }
}
