package org.crashtag.layout.pdb;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.crashtag.bytes.MalformedException;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;

/**
 * The types in a program database. Streams are read on demand, in blocks; only the position of each
 * type record is kept in memory and, after the first lookup by name, a hash of each name.
 *
 * <p>Malformed data causes a {@link MalformedException}. Not safe for use by several threads.
 */
public final class Pdb implements Closeable {
  private static final int TYPES = 2;
  private static final int DEBUG = 3;

  /** Prefixes of the names that compilers give to unnamed types. */
  private static final String UNNAMED = "<unnamed-";

  private final SeekableByteChannel channel;
  private final MsfFile file;
  private final DebugHeader header;
  private final TypeStream types;
  private DefinitionIndex definitions;

  /**
   * Reads from an open channel, which is closed with this object.
   *
   * @throws MalformedException if it is not a PDB, or its types cannot be read
   */
  public Pdb(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    file = new MsfFile(channel);
    header = DebugHeader.of(file.stream(DEBUG, "debug information"));
    types = new TypeStream(file.stream(TYPES, "types"));
  }

  /** Target architecture of the program. */
  public Architecture architecture() {
    return header.architecture();
  }

  /** Number of type records; 0 if the PDB is stripped. */
  public int types() {
    return types.count();
  }

  /**
   * Finds a type by the name of a structure, union or enumeration, or of a {@code typedef}.
   *
   * @throws MalformedException if the PDB's data for that name is not a valid type
   */
  public Optional<CType> find(String name) throws IOException {
    Collection<Integer> found = definitions().named(name);
    if (found.isEmpty() && header.symbols() != DebugHeader.NO_STREAM) {
      found = GlobalSymbols.typedefs(file.stream(header.symbols(), "symbols"), name);
    }
    return Optional.ofNullable(builder().oneOf(name, found)).map(type -> called(name, type));
  }

  /** An unnamed structure is named after its {@code typedef}. */
  private static CType called(String name, CType type) {
    if (type instanceof CType.Structure structure && structure.name().startsWith(UNNAMED)) {
      return new CType.Structure(
          name, structure.isUnion(), structure.size(), structure.alignment(), structure.fields());
    }
    return type;
  }

  /**
   * All enumeration constants with a common prefix, as one enumeration.
   *
   * @param pattern the prefix and a star
   */
  public Optional<CType> constants(String pattern) throws IOException {
    String beginning = pattern.substring(0, pattern.length() - 1);
    Map<Long, String> constants = new LinkedHashMap<>();
    for (TypeDefinition definition : allDefinitions()) {
      if (definition.kind() == TypeDefinition.Kind.ENUMERATION
          && builder().type(definition.index()) instanceof CType.Enumeration enumeration) {
        enumeration
            .constants()
            .forEach(
                (value, name) -> {
                  if (name.startsWith(beginning)) {
                    constants.putIfAbsent(value, name);
                  }
                });
      }
    }
    CType.Scalar storedAs = new CType.Scalar("__int64", CType.Scalar.Kind.SIGNED, 8, 8);
    return constants.isEmpty()
        ? Optional.empty()
        : Optional.of(new CType.Enumeration(pattern, storedAs, constants));
  }

  private DefinitionIndex definitions() throws IOException {
    if (definitions == null) {
      definitions = new DefinitionIndex(types);
    }
    return definitions;
  }

  /** Creates a builder, one for each requested type. */
  TypeBuilder builder() throws IOException {
    return new TypeBuilder(types, definitions());
  }

  /** Visits every defined structure, union and enumeration. */
  List<TypeDefinition> allDefinitions() throws IOException {
    List<TypeDefinition> all = new ArrayList<>();
    for (int i = 0; i < types.count(); i++) {
      TypeRecord record = types.record(TypeStream.FIRST_RECORD + i);
      if (TypeDefinition.is(record) && !TypeDefinition.of(record).isForward()) {
        all.add(TypeDefinition.of(record));
      }
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
