package org.crashtag.decode.declared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.crashtag.bytes.MalformedException.verify;

import java.util.List;
import java.util.zip.CRC32;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.Row;
import org.crashtag.decode.TableSchema;
import org.crashtag.decode.UserPath;
import org.crashtag.decode.declared.TextDeclaration.Encoding;
import org.crashtag.decode.text.TextBytes;
import org.crashtag.decode.text.TextLines;
import org.crashtag.tag.TaggedBlob;

/**
 * Decodes a log that is text. Each line is a row.
 *
 * <pre>
 * skipped bytes | text, each byte XORed, perhaps ROT13 | NUL | zeros, or old bytes
 * </pre>
 */
public final class TextDecoder extends DeclaredDecoder {
  private static final long serialVersionUID = 1L;

  private static final String TEXT = "text";
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final int skip;
  private final Encoding encoding;
  private final int key;
  private final boolean rot13;

  private TextDecoder(TextDeclaration declaration, TableSchema table, int version) {
    super(declaration.tag(), table, "lines of text", version);
    this.skip = declaration.skip();
    this.encoding = declaration.encoding();
    this.key = declaration.xor().key();
    this.rot13 = declaration.rot13();
  }

  /**
   * Creates the decoder.
   *
   * @throws DeclarationException if no table can be made from the declaration
   */
  public static TextDecoder of(TextDeclaration declaration) throws DeclarationException {
    TableDeclaration.checkTableName(declaration.table());
    TableSchema table =
        TableSchema.ofRecords(
                declaration.table().text(),
                "A line of the text in blobs of " + declaration.tag().braced() + ".",
                new Column(TEXT, ColumnType.TEXT, "The line; a user's name in a path is private.")
                    .asPartlyPrivate())
            .asDeclared();
    return new TextDecoder(declaration, table, version(declaration));
  }

  /** A checksum of everything that affects the rows; the same on every machine. */
  private static int version(TextDeclaration declaration) {
    String text =
        declaration.tag()
            + " "
            + declaration.skip()
            + " "
            + declaration.encoding()
            + declaration.xor()
            + declaration.rot13();
    CRC32 checksum = new CRC32();
    checksum.update(text.getBytes(UTF_8));
    return (int) (checksum.getValue() & Integer.MAX_VALUE);
  }

  @Override
  public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
    verify(
        data.length() >= skip,
        Reason.TRUNCATED,
        data.offset() + data.length(),
        "the text starts at byte " + skip + ", the blob has " + data.length());
    Bytes stored = data.slice(skip, data.length() - skip);
    Bytes text = text(stored);
    TextLines lines =
        new TextLines(
            UTF_8, line -> sink.row(rows(), new Object[] {UserPath.of(line, dump.privacy())}));
    lines.split(utf8(text));
    lines.end(data.offset(), sink);
    sink.decoded(text.length());
    int rest = stored.length() - text.length();
    if (stored.isZero(text.length(), rest)) {
      sink.decoded(rest);
    }
  }

  /** The plain bytes up to the NUL. */
  private Bytes text(Bytes stored) {
    if (encoding == Encoding.UTF_16) {
      return beforeWideNul(TextBytes.xor(stored, key));
    }
    Bytes written = isCharacter(key) ? withoutZerosAtEnd(stored) : TextBytes.beforeNul(stored);
    return TextBytes.beforeNul(TextBytes.xor(written, key));
  }

  /** Whether a stored 0, whose plain byte is {@code key}, can be a character of the text. */
  private static boolean isCharacter(int key) {
    return (key >= ' ' && key < 0x7F) || key == '\n' || key == '\r' || key == '\t';
  }

  private static Bytes withoutZerosAtEnd(Bytes stored) {
    int end = stored.length();
    while (end > 0 && stored.u8(end - 1) == 0) {
      end--;
    }
    return stored.slice(0, end);
  }

  private static Bytes beforeWideNul(Bytes text) {
    int end = 0;
    while (end + 1 < text.length() && text.u16(end) != 0) {
      end += Character.BYTES;
    }
    return text.slice(0, end);
  }

  private Bytes utf8(Bytes text) {
    String decoded = text.decode(0, text.length(), encoding.charset());
    int start = !decoded.isEmpty() && decoded.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    String plain = decoded.substring(start);
    return Bytes.of((rot13 ? TextBytes.rot13(plain) : plain).getBytes(UTF_8));
  }

  @Override
  public List<String> shown(List<Row> records, int columns) {
    return records.stream().map(row -> row.text(TEXT)).toList();
  }
}
