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
 * A program database, for the types in it. Streams are read where they are wanted, in blocks; what
 * is kept is where each type's record stands and, once a name is asked for, a hash of each name.
 *
 * <p>Every fault of the bytes is a {@link MalformedException}. Not safe for use by several threads.
 */
public final class Pdb implements Closeable {
  private static final int TYPES = 2;
  private static final int DEBUG = 3;

  /** How compilers begin what stands for a name where there is none. */
  private static final String UNNAMED = "<unnamed-";

  private final SeekableByteChannel channel;
  private final MsfFile file;
  private final DebugHeader header;
  private final TypeStream types;
  private DefinitionIndex definitions;

  /**
   * Of a channel that is open; closing this closes it.
   *
   * @throws MalformedException where it is no PDB, or one whose types can't be told
   */
  public Pdb(SeekableByteChannel channel) throws IOException {
    this.channel = channel;
    file = new MsfFile(channel);
    header = DebugHeader.of(file.stream(DEBUG, "debug information"));
    types = new TypeStream(file.stream(TYPES, "types"));
  }

  /** What the program was compiled for. */
  public Architecture architecture() {
    return header.architecture();
  }

  /** How many type records it has; a stripped PDB has none. */
  public int types() {
    return types.count();
  }

  /**
   * The type of a name: a structure's, a union's or an enumeration's own, or one that {@code
   * typedef} gives.
   *
   * @throws MalformedException where what the PDB has under that name can't be a type
   */
  public Optional<CType> find(String name) throws IOException {
    Collection<Integer> found = definitions().named(name);
    if (found.isEmpty() && header.symbols() != DebugHeader.NO_STREAM) {
      found = GlobalSymbols.typedefs(file.stream(header.symbols(), "symbols"), name);
    }
    return Optional.ofNullable(builder().oneOf(name, found)).map(type -> called(name, type));
  }

  /** A structure that has no name but the one that {@code typedef} gives goes by that one. */
  private static CType called(String name, CType type) {
    if (type instanceof CType.Structure structure && structure.name().startsWith(UNNAMED)) {
      return new CType.Structure(
          name, structure.isUnion(), structure.size(), structure.alignment(), structure.fields());
    }
    return type;
  }

  /**
   * All constants of enumerations whose names begin alike, as one enumeration.
   *
   * @param pattern the beginning and a star
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

  /** What makes the type of an index; one for each type that is wanted. */
  TypeBuilder builder() throws IOException {
    return new TypeBuilder(types, definitions());
  }

  /** Every structure, union and enumeration that is defined. */
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
