using Partnership.CaseData.Ssda903;

namespace Partnership.CaseData.Rules;

/// <summary>A table whose rows a rule reports.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns that a finding in this table names.</param>
public sealed record ReportedColumns(Table Table, IReadOnlyList<string> Columns);
