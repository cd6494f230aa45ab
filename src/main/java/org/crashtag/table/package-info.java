/** Every table and column with its description, the rows of the dumps, and their Parquet files. */
package org.crashtag.table;
