using System.Globalization;
using System.Text.Json;
using Partnership.CaseData.Ssda903;
using Partnership.LocalityHub.Identity;

namespace Partnership.LocalityHub.Changes;

/// <summary>Why a record of a batch was not taken in.</summary>
/// <param name="Code">A stable code for programs.</param>
/// <param name="Detail">A sentence for a person; never repeats what the record holds.</param>
/// <param name="Field">Where in the record.</param>
internal sealed record RecordProblem(string Code, string Detail, string? Field);

/// <summary>The record cannot be taken in; the rest of its batch can.</summary>
internal sealed class RecordRefusedException(string code, string detail, string? field) : Exception(detail)
{
    public RecordProblem Problem { get; } = new(code, detail, field);
}

/// <summary>A cell of a record that was sent: a null clears it. A cell that was not sent is null itself.</summary>
/// <param name="Value">The value; null to clear.</param>
internal sealed record Sent<T>(T? Value);

/// <summary>
/// One record of a batch, in the shape of the Department's daily children's-social-care payload: what of it the hub keeps. Elements that
/// did not change are left out of a record, and removed ones carry <c>purge</c>.
/// </summary>
internal sealed class ChildChange
{
    private const int MaximumText = 100;
    private const int MaximumElements = 200;

    /// <summary>Case systems write this for a date that they do not have.</summary>
    private static readonly DateOnly Placeholder = new(1900, 1, 1);

    public required string LocalId { get; init; }

    /// <summary>Everything that the feed ever gave of the child goes.</summary>
    public bool Purge { get; init; }

    /// <summary>The details are taken back.</summary>
    public bool PurgeDetails { get; init; }

    public Sent<string>? FirstName { get; init; }

    public Sent<string>? Surname { get; init; }

    public Sent<string>? Upn { get; init; }

    /// <summary>Beyond the Department's payload.</summary>
    public Sent<string>? NhsNumber { get; init; }

    public Sent<string>? Sex { get; init; }

    public Sent<string>? Ethnicity { get; init; }

    public Sent<DateOnly?>? DateOfBirth { get; init; }

    /// <summary>A detail is taken back that a return may tell as well.</summary>
    public bool TakesBackDetails => DateOfBirth is { Value: null } || Sex is { Value: null } || Ethnicity is { Value: null } || Upn is { Value: null };

    public required IReadOnlyList<FeedElement> Elements { get; init; }

    /// <summary>Reads a record.</summary>
    /// <exception cref="RecordRefusedException">Something of it cannot be understood.</exception>
    public static ChildChange Read(JsonElement record)
    {
        try
        {
            DemandOnce(record);
            return ReadSound(record);
        }
        catch (InvalidOperationException)
        {
            throw new RecordRefusedException("record.not-text", "A text of the record is no text: it holds half a character, or bytes that are not UTF-8.", null);
        }
    }

    private static ChildChange ReadSound(JsonElement record)
    {
        Demand(record.ValueKind == JsonValueKind.Object, "record.not-an-object", "A record is a JSON object.", null);
        var details = Member(record, "child_details");
        return new ChildChange
        {
            LocalId = Id(record, "la_child_id", "la_child_id", ReturnReader.LongestChild).ToUpperInvariant(),
            Purge = Flag(record, "purge", "purge"),
            PurgeDetails = details is { } gone && Flag(gone, "purge", "child_details.purge"),
            FirstName = Text(details, "first_name"),
            Surname = Text(details, "surname"),
            Upn = Upper(Text(details, "unique_pupil_number")),
            NhsNumber = NhsNumberOf(Text(details, "nhs_number")),
            Sex = Upper(Text(details, "sex")),
            Ethnicity = Upper(Text(details, "ethnicity")),
            DateOfBirth = details is { } known ? Date(known, "date_of_birth", "child_details.date_of_birth") : null,
            Elements = [.. EpisodesOf(record)],
        };
    }

    /// <summary>Of a member that stands in one object twice nobody can say which is meant.</summary>
    private static void DemandOnce(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject())
                {
                    Demand(names.Add(member.Name), "record.repeated-member", "A member stands twice in one object of the record: send it once.", null);
                    DemandOnce(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    DemandOnce(item);
                }

                break;
        }
    }

    private static IEnumerable<FeedElement> EpisodesOf(JsonElement record)
    {
        var index = 0;
        foreach (var episode in Items(record, "social_care_episodes", "social_care_episodes"))
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"social_care_episodes[{index++}]");
            var id = Id(episode, "social_care_episode_id", $"{at}.social_care_episode_id", MaximumText);
            if (Flag(episode, "purge", $"{at}.purge"))
            {
                yield return new FeedElement(id, null, Purge: true, [], IsWholeEpisode: true);
                continue;
            }

            if (Member(episode, "adoption") is { } adoption)
            {
                yield return new FeedElement(id, null, Flag(adoption, "purge", $"{at}.adoption.purge"), [.. Cells(adoption, $"{at}.adoption", FeedElement.AdoptionDates, FeedElement.AdoptionCodes)]);
            }

            if (Member(episode, "permanence_plan") is { } plan)
            {
                yield return new FeedElement(
                    id, null, Flag(plan, "purge", $"{at}.permanence_plan.purge"), [.. Cells(plan, $"{at}.permanence_plan", FeedElement.PlanDates, FeedElement.PlanCodes)], IsPlan: true);
            }

            var number = 0;
            foreach (var placement in Items(episode, "child_looked_after_placements", $"{at}.child_looked_after_placements"))
            {
                var where = string.Create(CultureInfo.InvariantCulture, $"{at}.child_looked_after_placements[{number++}]");
                yield return new FeedElement(
                    id,
                    Id(placement, "child_looked_after_placement_id", $"{where}.child_looked_after_placement_id", MaximumText),
                    Flag(placement, "purge", $"{where}.purge"),
                    [.. Cells(placement, where, FeedElement.PlacementDates, FeedElement.PlacementCodes)]);
            }
        }
    }

    private static IEnumerable<(string Name, string? Value)> Cells(JsonElement element, string at, string[] dates, string[] codes)
    {
        foreach (var name in dates)
        {
            if (Date(element, name, $"{at}.{name}") is { } date)
            {
                yield return (name, date.Value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            }
        }

        foreach (var name in codes)
        {
            if (Upper(Text(element, name, $"{at}.{name}")) is { } code)
            {
                yield return (name, code.Value);
            }
        }
    }

    private static JsonElement? Member(JsonElement record, string name)
    {
        if (!record.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        Demand(member.ValueKind == JsonValueKind.Object, "record.not-an-object", "This must be a JSON object.", name);
        return member;
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement record, string name, string at)
    {
        if (!record.TryGetProperty(name, out var items) || items.ValueKind == JsonValueKind.Null)
        {
            return default;
        }

        Demand(items.ValueKind == JsonValueKind.Array && items.GetArrayLength() <= MaximumElements, "record.not-a-list", $"This must be a list of at most {MaximumElements} elements.", at);
        Demand(items.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object), "record.not-an-object", "Each element must be a JSON object.", at);
        return items.EnumerateArray();
    }

    private static string Id(JsonElement record, string name, string at, int longest)
    {
        var id = record.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString()!.Trim() : string.Empty;
        Demand(id.Length > 0 && id.Length <= longest && !id.Any(char.IsControl), "record.id", $"An identifier of 1 to {longest} characters is needed here.", at);
        return id;
    }

    private static bool Flag(JsonElement record, string name, string at)
    {
        if (!record.TryGetProperty(name, out var member) || member.ValueKind is JsonValueKind.Null or JsonValueKind.False)
        {
            return false;
        }

        Demand(member.ValueKind == JsonValueKind.True, "record.not-a-flag", "This must be true or false.", at);
        return true;
    }

    private static Sent<string>? Text(JsonElement? record, string name, string? at = null)
    {
        if (record is not { } known || !known.TryGetProperty(name, out var member))
        {
            return null;
        }

        if (member.ValueKind == JsonValueKind.Null)
        {
            return new Sent<string>(null);
        }

        var text = member.ValueKind == JsonValueKind.String ? member.GetString()!.Trim() : null;
        Demand(text is { Length: <= MaximumText } && !text.Any(char.IsControl), "record.not-text", $"This must be one line of at most {MaximumText} characters.", at ?? $"child_details.{name}");
        return new Sent<string>(text!.Length == 0 ? null : text);
    }

    private static Sent<DateOnly?>? Date(JsonElement record, string name, string at)
    {
        if (!record.TryGetProperty(name, out var member))
        {
            return null;
        }

        if (member.ValueKind == JsonValueKind.Null || (member.ValueKind == JsonValueKind.String && member.GetString()!.Length == 0))
        {
            return new Sent<DateOnly?>(null);
        }

        var text = member.ValueKind == JsonValueKind.String ? member.GetString()! : string.Empty;

        // Some systems send the midnight of the day.
        text = text.EndsWith("T00:00:00", StringComparison.Ordinal) || text.EndsWith("T00:00:00Z", StringComparison.Ordinal) ? text[..text.IndexOf('T', StringComparison.Ordinal)] : text;
        Demand(DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date), "record.not-a-date", "A date is written as YYYY-MM-DD.", at);
        if (date == Placeholder)
        {
            return new Sent<DateOnly?>(null);
        }

        Demand(date.Year is >= ReturnDate.FirstYear and <= ReturnDate.LastYear, "record.not-a-date", "The day lies too far back or too far ahead to be one of a child's.", at);
        return new Sent<DateOnly?>(date);
    }

    private static Sent<string>? NhsNumberOf(Sent<string>? sent)
    {
        if (sent?.Value is not { } text)
        {
            return sent;
        }

        var number = ChildNumbers.NhsNumber(text);
        Demand(number is not null, "record.nhs-number", "An NHS number has ten digits, of which the last checks the others.", "child_details.nhs_number");
        return new Sent<string>(number);
    }

    private static Sent<string>? Upper(Sent<string>? sent) => sent is null ? null : new Sent<string>(sent.Value?.ToUpperInvariant());

    private static void Demand(bool holds, string code, string detail, string? field)
    {
        if (!holds)
        {
            throw new RecordRefusedException(code, detail, field);
        }
    }
}
