using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Partnership.ServiceDefaults.Audit;

namespace Partnership.ServiceDefaults.ExitPack;

/// <summary>What a service gives a council that leaves, and how the pack's page explains it.</summary>
public sealed class PackContents
{
    private static readonly Dictionary<string, string> OfMessaging = new(StringComparer.Ordinal)
    {
        ["outbox"] = "messages under way",
        ["inbox"] = "numbers of messages taken in",
        ["retry"] = "messages taken in later",
        ["parked"] = "messages set aside",
        ["idempotency_key"] = "answers kept for a day, to be given again",
    };

    /// <summary>What is in it, as the page's heading says after the council's name.</summary>
    public required string Title { get; init; }

    /// <summary>What its holder has to know first.</summary>
    public required string Warning { get; init; }

    /// <summary>What there is to say of values besides.</summary>
    public string Values { get; init; } = "";

    /// <summary>How the audit trail in it is read.</summary>
    public required string Trail { get; init; }

    /// <summary>
    /// In a database that councils share: the tables of the pack, and which of their rows are the council's. Null in a council's own, of which
    /// every row of every table is, unless it is named under <see cref="LeftOut"/>.
    /// </summary>
    public IReadOnlyList<PackedRows>? Shared { get; init; }

    /// <summary>Tables and columns (<c>table.column</c>) that are left out, and why. Those of messaging need no mention: no service gives them.</summary>
    public required IReadOnlyDictionary<string, string> LeftOut
    {
        get;
        init => field = OfMessaging.Concat(value).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>What a table holds; one that is not named here explains itself by its columns.</summary>
    public required IReadOnlyDictionary<string, string> Meanings { get; init; }

    internal bool IsPacked(string table) => Shared is null ? !LeftOut.ContainsKey(table) : RowsOf(table) is not null;

    internal PackedRows? RowsOf(string table) => Shared?.SingleOrDefault(rows => rows.Table == table);
}

/// <summary>
/// The rows of a shared table that a council takes with it. Row-level security decides as well: the pack is read as a request for that
/// council alone.
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="Which">An SQL condition, in which <c>{0}</c> is the council's number.</param>
public sealed record PackedRows(string Table, string Which = "council = {0}")
{
    /// <summary>The entries of the service's trail that concern the council, with the ids that its guardian may read there.</summary>
    public static PackedRows Trail { get; } = new("audit_entry", "councils @> array[{0}]")
    {
        Instead = new Dictionary<string, string> { ["ids"] = AuditTables.IdsForReader, ["councils"] = "array[{0}]" },
    };

    /// <summary>What some columns say to this reader, as SQL expressions, in the place of what they hold.</summary>
    public IReadOnlyDictionary<string, string> Instead { get; init; } = new Dictionary<string, string>();

    /// <summary>A table whose rows belong to the council in their column <c>council</c>.</summary>
    public static implicit operator PackedRows(string table) => new(table);

    /// <summary>A table whose rows belong to each of the councils that their column <c>councils</c> lists.</summary>
    public static PackedRows OfSeveral(string table) => new(table, "councils @> array[{0}]");

    internal string Query(IEntityType type)
    {
        var columns = type.GetProperties().Select(property => property.GetColumnName())
            .Select(column => string.Create(CultureInfo.InvariantCulture, $"{(Instead.TryGetValue(column, out var other) ? $"({other})" : $"{Table}.\"{column}\"")} as \"{column}\""));
        return $"select {string.Join(", ", columns)} from {Table} where {Which}";
    }
}
