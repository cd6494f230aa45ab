package org.crashtag.decode.windows;

import static org.crashtag.bytes.MalformedException.verify;

import java.util.List;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TagDecoder;
import org.crashtag.decode.TextLine;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.UserPath;
import org.crashtag.tag.TaggedBlob;

/**
 * A process that Windows had recorded at the crash. It is rarely the one that crashed: only in 2 of
 * 21 dumps is it the process of the crashing thread.
 *
 * <pre>
 * 0x00 u32 1  0x04 u32 size of the blob  0x08 path: UTF-16 with NUL
 * </pre>
 *
 * <p>Source: measured (19 dumps).
 */
public final class CrashedProcessDecoder extends TagDecoder {
  /** The table {@code crashed_processes}. */
  public static final TypedTable<Program> TABLE =
      TypedTable.ofRecords(
              Program.class,
              "crashed_processes",
              "A process that Windows had recorded at the crash. Usually it is not the process that"
                  + " crashed.")
          .text(
              "name",
              "File of the program, without the folder.",
              program -> program.path.substring(program.path.lastIndexOf('\\') + 1))
          .text("path", "Path of the program; a user name in it is private.", Program::shownPath)
          .asPartlyPrivate()
          .build();

  private static final int PATH = 0x08;

  /**
   * The program of the process.
   *
   * @param shownPath its path with private parts replaced
   */
  private record Program(String path, String shownPath) {}

  public CrashedProcessDecoder() {
    super(
        "process",
        1,
        "a process that Windows had recorded at the crash",
        Guid.constant("be84d651-a550-4367-8e63-ab792b631f94"),
        TABLE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    String path = data.utf16(PATH, data.length() - PATH);
    sink.decoded(data.length());
    sink.row(TABLE, new Program(path, UserPath.of(path, dump.privacy())));
    long size = data.u32(4);
    verify(
        size == blob.bytes(),
        Reason.CORRUPT,
        data.offset() + 4,
        size + " bytes announced in " + blob.bytes());
  }

  @Override
  public List<String> lines(Row row) {
    return TextLine.fold(row.text("path"), 0);
  }
}
