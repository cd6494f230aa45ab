package org.crashtag.layout.pdb;

import org.crashtag.bytes.Bytes;

/**
 * A record of the type stream.
 *
 * @param index index that other records refer to
 * @param leaf its kind, one of {@link Leaf} or another
 * @param body the bytes after the kind
 */
record TypeRecord(int index, int leaf, Bytes body) {
  LeafReader reader() {
    return new LeafReader(body);
  }
}
