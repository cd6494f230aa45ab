package org.crashtag.layout.pdb;

import static org.crashtag.bytes.MalformedException.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.layout.CType;

/**
 * Builds C types from type records, for one requested type and all types that it contains. Depth,
 * total number of members and number of steps are bounded, whatever the records say.
 *
 * <pre>
 * POINTER                                        ARRAY                 BITFIELD
 *   u32 to what                                    u32 of what           u32 type
 *   u32 bits 0-4 kind, 13-18 bytes                 u32 type of index     u8  bits
 * MODIFIER: u32 of what, u16 const, volatile       number bytes          u8  position
 * ALIAS: u32 of what, name                         name
 * </pre>
 *
 * Source: microsoft/microsoft-pdb, {@code cvinfo.h} (MIT).
 */
final class TypeBuilder {
  private static final int MOST_DEPTH = 64;

  /** Maximum number of members of a type, including nested types. */
  private static final int MOST_MEMBERS = 100_000;

  private static final int MOST_STEPS = 4_000_000;

  /** Maximum length of a pointer's target name, which many pointers may repeat. */
  private static final int MOST_REFERENT_NAME = 255;

  private static final int NEAR_64 = 0x0C;

  /** Approximate size of a member in a field list. */
  private static final int BYTES_OF_A_STEP = 16;

  /**
   * Size of a type, including the types in it.
   *
   * @param constants number of enumeration constants
   */
  private record Parts(int members, int constants) {
    static final Parts NONE = new Parts(0, 0);

    /** The sum after adding a member of that type. */
    Parts with(Parts member) {
      int most = MOST_STEPS;
      return new Parts(
          Math.min(most, members + 1 + member.members),
          Math.min(most, constants + member.constants));
    }

    int all() {
      return members + constants;
    }
  }

  private final TypeStream types;
  private final DefinitionIndex definitions;
  private final Map<Integer, CType> made = new HashMap<>();
  private final Map<Integer, String> referents = new HashMap<>();
  private final Map<String, Integer> resolved = new HashMap<>();
  private final Map<Integer, Parts> parts = new HashMap<>();
  private final Set<Integer> beingMade = new HashSet<>();
  private int steps;

  TypeBuilder(TypeStream types, DefinitionIndex definitions) {
    this.types = types;
    this.definitions = definitions;
  }

  /** The type with this index; declarations are resolved to definitions. */
  CType type(int index) throws IOException {
    if (index < TypeStream.FIRST_RECORD) {
      return SimpleType.of(index);
    }
    CType known = made.get(index);
    if (known != null) {
      return known;
    }
    TypeRecord record = types.record(index);
    long offset = record.body().offset();
    step(1, offset);
    verify(beingMade.add(index), Reason.CORRUPT, offset, "a type contains itself");
    verify(
        beingMade.size() <= MOST_DEPTH, Reason.LIMIT, offset, "types nest deeper than 64 levels");
    CType type = make(record);
    beingMade.remove(index);
    made.put(index, type);
    return type;
  }

  /** The type that several records of one name define, provided that they agree. */
  CType oneOf(String name, Collection<Integer> indices) throws IOException {
    CType type = null;
    for (int index : indices) {
      CType next = type(index);
      if (type == null) {
        type = next;
      } else if (!isSame(type, next, index)) {
        throw new MalformedException(
            Reason.UNSUPPORTED,
            types.record(index).body().offset(),
            "the PDB defines " + Names.shown(name) + " in more than one way");
      }
    }
    return type;
  }

  private boolean isSame(CType type, CType other, int index) throws IOException {
    if (type == other) {
      return true;
    }
    step(partsOf(index).all(), 0);
    return SameLayout.is(type, other);
  }

  private void step(int weight, long offset) {
    steps = Math.min(MOST_STEPS + 1, steps + weight);
    verify(steps <= MOST_STEPS, Reason.LIMIT, offset, "a type that depends on too many others");
  }

  private CType make(TypeRecord record) throws IOException {
    if (TypeDefinition.is(record)) {
      return make(TypeDefinition.of(record));
    }
    LeafReader reader = record.reader();
    return switch (record.leaf()) {
      case Leaf.MODIFIER, Leaf.ALIAS -> passOn(record.index(), reader.type());
      case Leaf.POINTER -> pointer(reader);
      case Leaf.ARRAY -> array(record.index(), reader);
      default ->
          throw new MalformedException(
              Reason.UNSUPPORTED,
              record.body().offset(),
              "a member whose type is a record of kind 0x%04X".formatted(record.leaf()));
    };
  }

  private CType passOn(int index, int to) throws IOException {
    CType type = type(to);
    parts.put(index, partsOf(to));
    return type;
  }

  private CType pointer(LeafReader reader) throws IOException {
    int to = reader.type();
    long offset = reader.offset();
    long attributes = reader.u32();
    int bytes = (int) (attributes >> 13 & 0x3F);
    if (bytes == 0) {
      bytes = (attributes & 0x1F) == NEAR_64 ? 8 : 4;
    }
    verify(bytes <= 32, Reason.CORRUPT, offset, "a pointer of " + bytes + " bytes");
    return SimpleType.pointer(bytes, referent(to, 0));
  }

  /** The name of a pointer's target; nothing else about the target is needed. */
  private String referent(int index, int depth) throws IOException {
    if (index < TypeStream.FIRST_RECORD) {
      return SimpleType.of(index).name();
    }
    String known = referents.get(index);
    if (known == null) {
      TypeRecord record = types.record(index);
      step(1, record.body().offset());
      verify(
          depth < MOST_DEPTH,
          Reason.LIMIT,
          record.body().offset(),
          "pointers nested more than 64 levels deep");
      known = referent(record, depth);
      known = known.substring(0, Math.min(known.length(), MOST_REFERENT_NAME));
      referents.put(index, known);
    }
    return known;
  }

  private String referent(TypeRecord record, int depth) throws IOException {
    if (TypeDefinition.is(record)) {
      return TypeDefinition.of(record).name();
    }
    LeafReader reader = record.reader();
    return switch (record.leaf()) {
      case Leaf.MODIFIER, Leaf.ALIAS -> referent(reader.type(), depth + 1);
      case Leaf.POINTER -> {
        String to = referent(reader.type(), depth + 1);
        yield SimpleType.pointer((int) (reader.u32() >> 13 & 0x3F), to).name();
      }
      case Leaf.ARRAY -> "[] " + referent(reader.type(), depth + 1);
      case Leaf.PROCEDURE, Leaf.MFUNCTION -> "function";
      default -> "";
    };
  }

  private CType array(int index, LeafReader reader) throws IOException {
    int of = reader.type();
    reader.type();
    long offset = reader.offset();
    long bytes = reader.size();
    CType element = type(of);
    parts.put(index, partsOf(of));
    if (bytes == 0) {
      return new CType.Array(element, 0);
    }
    verify(
        element.size() > 0 && bytes % element.size() == 0,
        Reason.CORRUPT,
        offset,
        "an array of " + bytes + " bytes with elements of " + element.size());
    return new CType.Array(element, bytes / element.size());
  }

  private CType make(TypeDefinition definition) throws IOException {
    if (definition.isForward()) {
      return resolve(definition);
    }
    return switch (definition.kind()) {
      case ENUMERATION -> enumeration(definition);
      case STRUCTURE, UNION -> structure(definition);
    };
  }

  private CType resolve(TypeDefinition declaration) throws IOException {
    Integer known = resolved.get(declaration.key());
    if (known == null) {
      List<Integer> found = definitions.named(declaration.key());
      if (found.isEmpty()) {
        throw new MalformedException(
            Reason.UNSUPPORTED,
            declaration.offset(),
            "the PDB names " + Names.shown(declaration.name()) + " but doesn't define it");
      }
      oneOf(declaration.name(), found);
      known = found.get(0);
      resolved.put(declaration.key(), known);
    }
    return passOn(declaration.index(), known);
  }

  private CType enumeration(TypeDefinition definition) throws IOException {
    verify(
        type(definition.storedAs()) instanceof CType.Scalar,
        Reason.CORRUPT,
        definition.offset(),
        "an enumeration that is not stored as an integer");
    CType.Scalar storedAs = (CType.Scalar) type(definition.storedAs());
    Map<Long, String> constants = new LinkedHashMap<>();
    for (FieldListMember member : members(definition)) {
      if (member.kind() == FieldListMember.Kind.CONSTANT) {
        constants.putIfAbsent(asStored(member.value(), storedAs), member.name());
      }
    }
    parts.put(definition.index(), new Parts(0, constants.size()));
    return new CType.Enumeration(definition.name(), storedAs, constants);
  }

  /** Compilers differ in whether they write -1 as such or as an unsigned number. */
  private static long asStored(long value, CType.Scalar storedAs) {
    int unused = 64 - 8 * (int) Math.min(8, Math.max(1, storedAs.size()));
    return storedAs.kind() == CType.Scalar.Kind.SIGNED
        ? value << unused >> unused
        : value << unused >>> unused;
  }

  private List<FieldListMember> members(TypeDefinition definition) throws IOException {
    FieldList list = FieldList.of(types, definition.fields());
    step(list.bytes() / BYTES_OF_A_STEP, definition.offset());
    return list.members();
  }

  private CType structure(TypeDefinition definition) throws IOException {
    List<CType.Field> fields = new ArrayList<>();
    Parts sum = Parts.NONE;
    for (FieldListMember member : members(definition)) {
      if (member.kind() != FieldListMember.Kind.CONSTANT) {
        fields.add(field(member, definition));
        sum = sum.with(partsOf(member.type()));
        verify(
            sum.members() <= MOST_MEMBERS,
            Reason.LIMIT,
            definition.offset(),
            "a type of more than 100,000 members");
      }
    }
    parts.put(definition.index(), sum);
    return new CType.Structure(
        definition.name(),
        definition.kind() == TypeDefinition.Kind.UNION,
        definition.size(),
        alignment(definition.size(), fields),
        fields);
  }

  private Parts partsOf(int index) {
    return parts.getOrDefault(index, Parts.NONE);
  }

  private CType.Field field(FieldListMember member, TypeDefinition owner) throws IOException {
    CType.Field field = bitField(member);
    if (field == null) {
      field = new CType.Field(member.name(), type(member.type()), member.value());
    }
    CType type = field.type();
    // An empty base class occupies no space, although its size is 1.
    boolean isEmpty = type instanceof CType.Structure structure && structure.fields().isEmpty();
    if (!isEmpty && type.size() > owner.size() - field.offset()) {
      throw new MalformedException(
          Reason.CORRUPT,
          owner.offset(),
          "%s of %d bytes has %s at +%d, of %d"
              .formatted(
                  Names.shown(owner.name()),
                  owner.size(),
                  Names.shown(field.name()),
                  field.offset(),
                  type.size()));
    }
    return field;
  }

  /** The bit-field; null if it is a whole field. */
  private CType.Field bitField(FieldListMember member) throws IOException {
    if (member.type() < TypeStream.FIRST_RECORD) {
      return null;
    }
    TypeRecord record = types.record(member.type());
    if (record.leaf() != Leaf.BITFIELD) {
      return null;
    }
    LeafReader reader = record.reader();
    CType type = type(reader.type());
    int bits = reader.u8();
    int position = reader.u8();
    verify(
        (type instanceof CType.Scalar || type instanceof CType.Enumeration)
            && bits > 0
            && position + bits <= 8 * type.size(),
        Reason.CORRUPT,
        record.body().offset(),
        "a bit-field outside its storage unit");
    return new CType.Field(member.name(), type, member.value(), position, bits);
  }

  /**
   * The largest alignment that members require and the layout satisfies: a PDB does not contain the
   * declared alignment.
   */
  private static int alignment(long size, List<CType.Field> fields) {
    int alignment = 1;
    long places = size;
    for (CType.Field field : fields) {
      alignment = Math.max(alignment, field.type().alignment());
      places |= field.offset();
    }
    return (int) Math.min(alignment, places == 0 ? alignment : Long.lowestOneBit(places));
  }
}
