package org.crashtag.layout.pdb;

import static org.crashtag.layout.pdb.PdbBuilder.INT;
import static org.crashtag.layout.pdb.PdbBuilder.ULONG;
import static org.crashtag.layout.pdb.PdbBuilder.constant;
import static org.crashtag.layout.pdb.PdbBuilder.member;

import java.util.List;

/** A PDB with a type of each kind, to be damaged. */
public final class SmallPdb {
  /** The names of its types, and last a name that it doesn't have. */
  public static final List<String> NAMES = List.of("_OUTER", "_INNER", "_KIND", "LOG", "_NONE");

  private SmallPdb() {}

  /** A new copy of the file. */
  public static byte[] bytes() {
    PdbBuilder builder = new PdbBuilder();
    int kind =
        builder.enumeration("_KIND", INT, builder.fields(constant("A", 1), constant("B", -1)));
    int inner = builder.forward("_INNER");
    int outer =
        builder.structure(
            "_OUTER",
            40,
            builder.fields(
                member("Kind", builder.bitField(kind, 4, 0), 0),
                member("Rest", builder.bitField(ULONG, 28, 4), 0),
                member("Next", builder.pointer(builder.modifier(inner)), 8),
                member("Inner", builder.array(inner, 24), 16)));
    builder.union("_INNER", 8, builder.fields(member("a", ULONG, 0), member("b", INT, 4)));
    return builder.typedef("LOG", outer).toBytes();
  }
}
