using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partnership.Contracts;

namespace Partnership.Architecture.Tests;

/// <summary>What may leave a hub is settled by type: nothing that could hold a name, a date or free text can be in a message at all.</summary>
public partial class ContractTests
{
    private static readonly Type[] Allowed =
        [typeof(Guid), typeof(int), typeof(long), typeof(bool), typeof(CouncilCode), typeof(YearEnded), typeof(AuditHash)];

    [Fact]
    public void Messages_HoldOnlyAllowedTypes() => Assert.Empty(MessageCatalogue.Types.SelectMany(Breaks));

    [Theory]
    [InlineData(typeof(PlantedName))]
    [InlineData(typeof(PlantedDate))]
    [InlineData(typeof(PlantedList))]
    [InlineData(typeof(PlantedField))]
    public void Messages_PlantedType_IsReported(Type planted) => Assert.NotEmpty(Breaks(planted));

    [Fact]
    public void EventsPage_EqualsContracts() =>
        Assert.Equal(
            MessageCatalogue.Types.SelectMany(Described),
            DescribedBy(File.ReadAllText(Path.Combine(Repository.Root, "docs", "events.md"))));

    [Fact]
    public void EventsPage_FieldLeftOut_IsNoticed()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "events.md"));
        var planted = page.Replace("| `stage` | ChildStage |", "| `phase` | ChildStage |", StringComparison.Ordinal);

        Assert.NotEqual(MessageCatalogue.Types.SelectMany(Described), DescribedBy(planted));
    }

    private static IEnumerable<string> Breaks(Type message) =>
        message.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(field => field.FieldType)
            .Concat(message.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(property => property.Name != "EqualityContract")
                .Select(property => property.PropertyType))
            .Select(type => Nullable.GetUnderlyingType(type) ?? type)
            .Where(type => !Allowed.Contains(type) && !(type.IsEnum && type.Assembly == typeof(IMessage).Assembly))
            .Select(type => $"{message.Name} holds {type.Name}");

    private static IEnumerable<string> Described(Type message) =>
        FieldsOf(message).Select(property => $"{MessageCatalogue.NameOf(message)}.{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}: {NameOf(property.PropertyType)}");

    private static IEnumerable<PropertyInfo> FieldsOf(Type message) =>
        message.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).First().GetParameters()
            .Select(parameter => message.GetProperty(parameter.Name!)!);

    private static string NameOf(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? inner.Name + "?" : type.Name;

    private static IEnumerable<string> DescribedBy(string page)
    {
        var message = "";
        foreach (var line in page.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                message = line[3..].Trim();
            }
            else if (message.Length > 0 && FieldRow().Match(line) is { Success: true } row)
            {
                yield return $"{message}.{row.Groups[1].Value}: {row.Groups[2].Value}";
            }
        }
    }

    [GeneratedRegex(@"^\| `(\w+)` \| ([\w?]+) \|")]
    private static partial Regex FieldRow();

    private sealed record PlantedName(Guid Reference, string Name);

    private sealed record PlantedDate(Guid Reference, DateOnly Born);

    private sealed record PlantedList(Guid Reference, IReadOnlyList<int> Days);

    private sealed class PlantedField
    {
        private readonly object _note = new();

        public bool Noted => _note is not null;
    }
}
