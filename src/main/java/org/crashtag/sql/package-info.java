/** SQL over the committed parts, with DuckDB, and its results as text. */
package org.crashtag.sql;
