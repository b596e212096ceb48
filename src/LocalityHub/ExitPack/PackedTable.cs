using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Partnership.LocalityHub.Persistence;

namespace Partnership.LocalityHub.ExitPack;

/// <summary>A table of the hub as the pack holds it. Read through the context, so that its filter decides for this reader like for any other.</summary>
internal abstract class PackedTable
{
    /// <summary>
    /// What is left out, tables and columns, and why. Whatever is not named here is in the pack: the next table comes along by being mapped.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> LeftOut = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["outbox"] = "messages to the region under way",
        ["inbox"] = "numbers of messages taken in",
        ["retry"] = "messages taken in later",
        ["parked"] = "messages set aside",
        ["idempotency_key"] = "answers kept for a day, to be given again",
        ["import_before"] = "what children were before an import, for as long as it can be undone",
        ["import_chunk"] = "uploaded bytes, until their rows are read",
        ["regional_reference"] = "which child the region's references stand for: it never leaves the hub",
        ["support_reference"] = "which child, family or assessment the support fund's references stand for: it never leaves the hub",
        ["hub_state"] = "the hub's own counters",
        ["webhook.secret"] = "the keys under which calls are signed",
    };

    private PackedTable(IEntityType type)
    {
        Name = type.GetTableName()!;
        Properties = [.. type.GetProperties().Where(property => !LeftOut.ContainsKey($"{Name}.{property.GetColumnName()}"))];
    }

    public string Name { get; }

    public IReadOnlyList<IProperty> Properties { get; }

    public static IReadOnlyList<PackedTable> Of(LocalityHubDbContext db) =>
    [
        .. db.Model.GetEntityTypes()
            .Where(type => !LeftOut.ContainsKey(type.GetTableName()!))
            .OrderBy(type => type.GetTableName(), StringComparer.Ordinal)
            .Select(type => (PackedTable)Activator.CreateInstance(typeof(Rows<>).MakeGenericType(type.ClrType), type)!),
    ];

    /// <summary>Each row's values, in the order of the properties.</summary>
    public abstract IAsyncEnumerable<object?[]> ReadAsync(LocalityHubDbContext db);

    /// <summary>A value as text: dates and times as ISO 8601, instants in UTC, codes by the names that the API gives them, lists as JSON.</summary>
    public static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        bool yes => yes ? "true" : "false",
        Enum code => NameOf(code),
        DateTimeOffset instant => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        Array list => JsonSerializer.Serialize(list, list.GetType(), JsonSerializerOptions.Web),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    public static string NameOf(Enum code) => JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString());

    private sealed class Rows<TEntity>(IEntityType type) : PackedTable(type)
        where TEntity : class
    {
        public override async IAsyncEnumerable<object?[]> ReadAsync(LocalityHubDbContext db)
        {
            var getters = Properties.Select(property => property.PropertyInfo
                ?? throw new InvalidOperationException($"The column {property.GetColumnName()} of {Name} is nobody's property.")).ToArray();
            await foreach (var row in db.Set<TEntity>().AsNoTracking().AsAsyncEnumerable())
            {
                yield return Array.ConvertAll(getters, (PropertyInfo getter) => getter.GetValue(row));
            }
        }
    }
}
