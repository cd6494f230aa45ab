package org.crashtag.layout.pdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.crashtag.bytes.MalformedException.verify;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;

/**
 * Symbols of a program database: the annotations of its modules, each with the procedure that
 * contains it, and enumerations. The PDB may be stripped and of any architecture.
 *
 * <pre>
 * body of an annotation, 0x1019           of a procedure, 0x110F, 0x1110, 0x1146, 0x1147, 0x1155, 0x1156
 *   +0x00  u32  offset                      +0x23  name, NUL
 *   +0x04  u16  segment
 *   +0x06  u16  count
 *   +0x08  count strings, each with NUL
 * </pre>
 *
 * <p>Malformed data causes a {@link MalformedException}. Not safe for use by several threads.
 * Sources: microsoft/microsoft-pdb, {@code cvinfo.h} (MIT); LLVM's documentation "CodeView Symbol
 * Records" (Apache-2.0 with LLVM exceptions).
 */
public final class PdbSymbols implements Closeable {
  private static final int TYPES = 2;
  private static final int DEBUG = 3;
  private static final int ANNOTATION = 0x1019;
  private static final int ANNOTATION_COUNT = 0x06;
  private static final int ANNOTATION_TEXTS = 0x08;
  private static final int PROCEDURE_NAME = 0x23;
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private final SeekableByteChannel channel;
  private final MsfFile file;

  /** Receives an annotation. */
  public interface Visitor {
    /**
     * * Receives an annotation.
     *
     * @param procedure the procedure that contains it; empty if unknown
     */
    void annotation(String procedure, List<String> texts);
  }

  /**
   * Reads from an open channel, which is closed with this object.
   *
   * @throws MalformedException if it is not a PDB
   */
  public PdbSymbols(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.file = new MsfFile(channel);
  }

  /** Visits all annotations of all modules, in order. */
  public void annotations(Visitor visitor) throws IOException {
    MsfStream debug = file.stream(DEBUG, "debug information");
    if (debug.length() == 0) {
      return;
    }
    verify(
        debug.read(0, 4).i32(0) == -1,
        Reason.UNSUPPORTED,
        debug.fileOffset(0),
        "debug information in an old format");
    for (ModuleStreams.Symbols symbols : ModuleStreams.of(debug)) {
      MsfStream stream = file.stream(symbols.stream(), "a module's symbols");
      ModuleSymbols.each(stream, symbols.bytes(), new Annotations(visitor));
    }
  }

  private static final class Annotations implements ModuleSymbols.Visitor {
    private final Visitor visitor;
    private Bytes procedure;

    Annotations(Visitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public void visit(int kind, Bytes body) {
      switch (kind) {
        case 0x110F, 0x1110, 0x1146, 0x1147, 0x1155, 0x1156 -> procedure = body;
        case ANNOTATION ->
            texts(body).ifPresent(texts -> visitor.annotation(nameOf(procedure), texts));
        default -> {
          // Irrelevant for messages.
        }
      }
    }

    private static String nameOf(Bytes procedure) {
      if (procedure == null || procedure.length() <= PROCEDURE_NAME) {
        return "";
      }
      return text(procedure, PROCEDURE_NAME, end(procedure, PROCEDURE_NAME));
    }
  }

  /** The strings of an annotation; empty if there are fewer than it claims. */
  private static Optional<List<String>> texts(Bytes body) {
    if (body.length() < ANNOTATION_TEXTS) {
      return Optional.empty();
    }
    int count = body.u16(ANNOTATION_COUNT);
    List<String> texts = new ArrayList<>();
    int at = ANNOTATION_TEXTS;
    for (int i = 0; i < count; i++) {
      int end = end(body, at);
      if (end == body.length()) {
        return Optional.empty();
      }
      texts.add(text(body, at, end));
      at = end + 1;
    }
    return Optional.of(texts);
  }

  /** Position of the next NUL, or the end of the bytes. */
  private static int end(Bytes bytes, int from) {
    int end = from;
    while (end < bytes.length() && bytes.u8(end) != 0) {
      end++;
    }
    return end;
  }

  /** Microsoft's compiler writes windows-1252, Clang UTF-8. */
  private static String text(Bytes bytes, int from, int to) {
    byte[] text = bytes.slice(from, to - from).toArray();
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      return new String(text, WINDOWS_1252);
    }
  }

  /**
   * Finds enumerations.
   *
   * @param names the enumerations to find
   * @return the enumerations found, each with the names of its constants by their values modulo
   *     2^32; if a name occurs several times, the first
   */
  public Map<String, Map<Integer, String>> enumerations(Set<String> names) throws IOException {
    Map<String, Map<Integer, String>> found = new HashMap<>();
    MsfStream stream = file.stream(TYPES, "types");
    if (stream.length() == 0) {
      return found;
    }
    TypeStream types = new TypeStream(stream);
    for (int i = 0; i < types.count(); i++) {
      TypeRecord record = types.record(TypeStream.FIRST_RECORD + i);
      if (record.leaf() == Leaf.ENUM) {
        TypeDefinition definition = TypeDefinition.of(record);
        String name = definition.name();
        if (!definition.isForward() && names.contains(name) && !found.containsKey(name)) {
          found.put(name, constants(types, definition.fields()));
        }
      }
    }
    return found;
  }

  private static Map<Integer, String> constants(TypeStream types, int fields) throws IOException {
    Map<Integer, String> constants = new HashMap<>();
    for (FieldListMember member : FieldList.of(types, fields).members()) {
      if (member.kind() == FieldListMember.Kind.CONSTANT) {
        constants.putIfAbsent((int) member.value(), member.name());
      }
    }
    return constants;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
