package org.crashtag.source.cab;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;

/**
 * What a cabinet starts with: CFHEADER of [MS-CAB] 2.1.
 *
 * <pre>
 *  0  char[4] "MSCF"
 *  4  u32     reserved
 *  8  u32     size of the cabinet in bytes
 * 12  u32     reserved
 * 16  u32     offset of the file table
 * 20  u32     reserved
 * 24  u8[2]   version: 3, 1
 * 26  u16     folders
 * 28  u16     files
 * 30  u16     flags: 1 there is a previous cabinet, 2 a next one, 4 there are reserve areas
 * 32  u16     set
 * 34  u16     number in the set
 * 36  u16     bytes of the header's reserve area      with flag 4
 *     u8      bytes of each folder's reserve area     with flag 4
 *     u8      bytes of each block's reserve area      with flag 4
 *     u8[]    the header's reserve area               with flag 4
 *     char[]  previous cabinet, NUL; its disk, NUL    with flag 1
 *     char[]  next cabinet, NUL; its disk, NUL        with flag 2
 *     the folder table
 * </pre>
 *
 * @param size of the cabinet as it claims
 * @param filesOffset of the file table
 * @param foldersOffset of the folder table
 * @param folders number of folders
 * @param files number of files
 * @param folderReserve bytes after each folder's entry
 * @param blockReserve bytes after each block's header
 * @param previous the name of the set's cabinet before this one
 * @param next the name of the one after it
 */
record CabinetHeader(
    long size,
    long filesOffset,
    long foldersOffset,
    int folders,
    int files,
    int folderReserve,
    int blockReserve,
    Optional<String> previous,
    Optional<String> next) {
  private static final String SIGNATURE = "MSCF";
  private static final int FIXED_BYTES = 36;
  private static final int RESERVE_SIZES_BYTES = 4;
  private static final int HAS_PREVIOUS = 1;
  private static final int HAS_NEXT = 2;
  private static final int HAS_RESERVE = 4;

  static CabinetHeader read(CabinetInput input) throws IOException {
    verify(startsAsCabinet(input), Reason.NOT_CAB, 0, "not a cabinet: no \"MSCF\" at the start");
    Bytes fixed = input.bytes(0, FIXED_BYTES);
    long size = fixed.u32(8);
    long filesOffset = fixed.u32(16);
    int folders = fixed.u16(26);
    int files = fixed.u16(28);
    int flags = fixed.u16(30);
    verify(folders > 0, Reason.CORRUPT, 26, "the cabinet has no folders");
    verify(files > 0, Reason.CORRUPT, 28, "the cabinet has no files");

    int folderReserve = 0;
    int blockReserve = 0;
    ZeroEndedText texts = new ZeroEndedText(input, FIXED_BYTES);
    if ((flags & HAS_RESERVE) != 0) {
      Bytes reserve = input.bytes(FIXED_BYTES, RESERVE_SIZES_BYTES);
      folderReserve = reserve.u8(2);
      blockReserve = reserve.u8(3);
      texts.skip(RESERVE_SIZES_BYTES + reserve.u16(0));
    }
    Optional<String> previous = neighbour(texts, (flags & HAS_PREVIOUS) != 0);
    Optional<String> next = neighbour(texts, (flags & HAS_NEXT) != 0);
    return new CabinetHeader(
        size,
        filesOffset,
        texts.offset(),
        folders,
        files,
        folderReserve,
        blockReserve,
        previous,
        next);
  }

  private static boolean startsAsCabinet(CabinetInput input) throws IOException {
    return input.size() >= SIGNATURE.length()
        && input.bytes(0, SIGNATURE.length()).hasAscii(0, SIGNATURE);
  }

  private static Optional<String> neighbour(ZeroEndedText texts, boolean present)
      throws IOException {
    if (!present) {
      return Optional.empty();
    }
    String cabinet = texts.next(StandardCharsets.ISO_8859_1);
    texts.next(StandardCharsets.ISO_8859_1);
    return Optional.of(cabinet);
  }
}
