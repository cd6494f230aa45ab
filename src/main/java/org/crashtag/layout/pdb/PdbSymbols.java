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
 * What a program database says of a program's code and constants: the annotations in its modules
 * with the procedure that each is in, and enumerations. It may be stripped, of any architecture.
 *
 * <pre>
 * body of an annotation, 0x1019           of a procedure, 0x110F, 0x1110, 0x1146, 0x1147, 0x1155, 0x1156
 *   +0x00  u32  offset                      +0x23  name, NUL
 *   +0x04  u16  segment
 *   +0x06  u16  count
 *   +0x08  count texts, each with NUL
 * </pre>
 *
 * <p>Every fault of the bytes is a {@link MalformedException}. Not safe for use by several threads.
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

  /** Takes an annotation. */
  public interface Visitor {
    /**
     * An annotation.
     *
     * @param procedure that it is in; empty if none is known
     */
    void annotation(String procedure, List<String> texts);
  }

  /**
   * Of a channel that is open; closing this closes it.
   *
   * @throws MalformedException if it is no PDB
   */
  public PdbSymbols(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    this.file = new MsfFile(channel);
  }

  /** Visits all annotations of all modules, in their order. */
  public void annotations(Visitor visitor) throws IOException {
    MsfStream debug = file.stream(DEBUG, "debug information");
    if (debug.length() == 0) {
      return;
    }
    verify(
        debug.read(0, 4).i32(0) == -1,
        Reason.UNSUPPORTED,
        debug.fileOffset(0),
        "debug information of an old form");
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
          // Says nothing of messages.
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

  /** The texts of an annotation; empty if it hasn't as many as it claims. */
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

  /** Where the next NUL is, or the end of the bytes. */
  private static int end(Bytes bytes, int from) {
    int end = from;
    while (end < bytes.length() && bytes.u8(end) != 0) {
      end++;
    }
    return end;
  }

  /** Microsoft's compiler writes windows-1252, clang UTF-8. */
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
   * @param names of those that are wanted
   * @return those that are there, each with its constants' names by their values modulo 2^32; of
   *     several of one name the first
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
