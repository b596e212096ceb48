using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Partnership.Contracts;

namespace Partnership.ServiceDefaults.ExitPack;

/// <summary>A table of a service as the pack holds it. Read through the context, so that its filter decides for this reader like for any other.</summary>
internal abstract class PackedTable
{
    private static readonly JsonSerializerOptions Lists = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    private readonly IEntityType _type;
    private readonly PackContents _contents;
    private readonly CouncilCode _council;

    private PackedTable(IEntityType type, PackContents contents, CouncilCode council)
    {
        (_type, _contents, _council) = (type, contents, council);
        Name = type.GetTableName()!;
        Properties = [.. type.GetProperties().Where(property => !contents.LeftOut.ContainsKey($"{Name}.{property.GetColumnName()}"))];
    }

    public string Name { get; }

    public IReadOnlyList<IProperty> Properties { get; }

    /// <summary>The tables by name: of a database that councils share those that are named, and of them what is the council's.</summary>
    public static IReadOnlyList<PackedTable> Of(DbContext db, PackContents contents, CouncilCode council) =>
    [
        .. db.Model.GetEntityTypes()
            .Where(type => contents.IsPacked(type.GetTableName()!))
            .OrderBy(type => type.GetTableName(), StringComparer.Ordinal)
            .Select(type => (PackedTable)Activator.CreateInstance(typeof(Rows<>).MakeGenericType(type.ClrType), type, contents, council)!),
    ];

    /// <summary>Whether a column holds what the context knows as something else, written as JSON.</summary>
    public static bool IsJson(IProperty property) => property.GetColumnType() == "jsonb" && property.GetTypeMapping().Converter is not null;

    /// <summary>Each row's values, in the order of the properties.</summary>
    public abstract IAsyncEnumerable<object?[]> ReadAsync(DbContext db);

    /// <summary>A value as text: dates and times as ISO 8601, instants in UTC, codes by the names that the API gives them, lists as JSON.</summary>
    public static string? Text(object? value) => value switch
    {
        null => null,
        string text => text,
        JsonText json => json.Value,
        bool yes => yes ? "true" : "false",
        Enum code => NameOf(code),
        DateTimeOffset instant => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IList list => JsonSerializer.Serialize(list, list.GetType(), Lists),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    public static string NameOf(Enum code) => JsonNamingPolicy.KebabCaseLower.ConvertName(code.ToString());

    private sealed class Rows<TEntity>(IEntityType type, PackContents contents, CouncilCode council) : PackedTable(type, contents, council)
        where TEntity : class
    {
        public override async IAsyncEnumerable<object?[]> ReadAsync(DbContext db)
        {
            var getters = Properties.Select(Getter).ToArray();
            var rows = _contents.RowsOf(Name) is { } packed ? db.Set<TEntity>().FromSqlRaw(packed.Query(_type), (short)_council.Number) : db.Set<TEntity>();
            await foreach (var row in rows.AsNoTracking().AsAsyncEnumerable())
            {
                yield return Array.ConvertAll(getters, getter => getter(row));
            }
        }

        private Func<object, object?> Getter(IProperty property)
        {
            PropertyInfo info = property.PropertyInfo ?? throw new InvalidOperationException($"The column {property.GetColumnName()} of {Name} is nobody's property.");
            return IsJson(property) && property.GetTypeMapping().Converter is { } converter
                ? row => info.GetValue(row) is { } value ? new JsonText((string)converter.ConvertToProvider(value)!) : null
                : info.GetValue;
        }
    }
}

/// <summary>A value that is kept as JSON: a program gets it as such.</summary>
internal sealed record JsonText(string Value);
