using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partnership.Contracts;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.Contracts.PanelScheduling;
using Partnership.Contracts.SupportFund;

namespace Partnership.Architecture.Tests;

/// <summary>What may leave a hub is settled by type: nothing that could hold a name, a date or free text can be in a message at all.</summary>
public partial class ContractTests
{
    private static readonly Type[] Allowed =
    [
        typeof(Guid), typeof(int), typeof(long), typeof(bool), typeof(CouncilCode), typeof(YearEnded), typeof(AuditHash),
        typeof(NeedProfile), typeof(OfferProfile), typeof(EvidenceDates), typeof(Quarter), typeof(PersonReference),
    ];

    /// <summary>Days and instants that some messages must carry, and no others may.</summary>
    private static readonly Dictionary<Type, Func<Type, bool>> AllowedIn = new()
    {
        [typeof(DecisionDay)] = message => message.Namespace == typeof(DecisionDay).Namespace,
        [typeof(WorkDay)] = message => message.IsAssignableTo(typeof(IFundSnapshot)) || message.Namespace == typeof(ChaseSupport).Namespace,
        [typeof(CaseDay)] = message => message.IsAssignableTo(typeof(IPanelSnapshot)) || message.Namespace == typeof(CaseDay).Namespace || message == typeof(RecordDisclosure),
        [typeof(ReleaseExpiry)] = message => message == typeof(RecordDisclosure),
    };

    /// <summary>What the allowed types themselves are made of: numbers.</summary>
    private static readonly Type[] Made =
        [typeof(Guid), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(ulong), typeof(UInt128), typeof(DateOnly)];

    [Fact]
    public void Messages_HoldOnlyAllowedTypes() => Assert.Empty(MessageCatalogue.Types.SelectMany(Breaks));

    /// <summary>A type that is allowed may hold no text either, nor anything of any size: it would be a way round.</summary>
    [Fact]
    public void AllowedTypes_AreMadeOfNumbers() => Assert.Empty(
        Allowed.Concat(AllowedIn.Keys).Where(type => type.Assembly == typeof(IMessage).Assembly).SelectMany(NotMadeOfNumbers));

    [Fact]
    public void AllowedTypes_PlantedText_IsReported() => Assert.NotEmpty(NotMadeOfNumbers(typeof(PlantedCode)));

    [Theory]
    [InlineData(typeof(PlantedName))]
    [InlineData(typeof(PlantedDate))]
    [InlineData(typeof(PlantedDecisionDay))]
    [InlineData(typeof(PlantedCaseDay))]
    [InlineData(typeof(PlantedExpiry))]
    [InlineData(typeof(PlantedWorkDay))]
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
            .Where(type => !Allowed.Contains(type) && !(AllowedIn.TryGetValue(type, out var allowedIn) && allowedIn(message)) && !(type.IsEnum && type.Assembly == typeof(IMessage).Assembly))
            .Select(type => $"{message.Name} holds {type.Name}");

    private static IEnumerable<string> NotMadeOfNumbers(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(field => field.FieldType.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal) ? field.FieldType.GetGenericArguments() : [field.FieldType])
            .Where(part => !Made.Contains(part))
            .Select(part => $"{type.Name} is made of {part.Name}");

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

    private sealed record PlantedDecisionDay(Guid Reference, DecisionDay Born);

    private sealed record PlantedCaseDay(Guid Reference, CaseDay? Born);

    private sealed record PlantedExpiry(Guid Reference, ReleaseExpiry? Born);

    private sealed record PlantedWorkDay(Guid Reference, WorkDay Born);

    private readonly record struct PlantedCode(string Value);

    private sealed record PlantedList(Guid Reference, IReadOnlyList<int> Days);

    private sealed class PlantedField
    {
        private readonly object _note = new();

        public bool Noted => _note is not null;
    }
}
