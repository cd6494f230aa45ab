package org.crashtag.layout.pdb;

import org.crashtag.bytes.Bytes;

/**
 * One record of the type stream.
 *
 * @param index by which other records name it
 * @param leaf its kind, of {@link Leaf}'s or another
 * @param body what follows the kind
 */
record TypeRecord(int index, int leaf, Bytes body) {
  LeafReader reader() {
    return new LeafReader(body);
  }
}
