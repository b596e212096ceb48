using System.Globalization;
using System.Text;
using Partnership.Cli.Machine;
using Partnership.Cli.Regions;
using Partnership.Cli.Stack;
using Partnership.Statutory.WorkingDays;

namespace Partnership.Cli.Demo.Panels;

/// <summary>Who is in the story, and the panel that its cases come before: joint, of the child's council and of the household's.</summary>
internal sealed class PanelCast : IDisposable
{
    private const string Panels = "/api/v1/panels";
    private static readonly string[] Kinds = ["adopter-approval", "match"];

    private readonly Dictionary<string, Colleague> _people = [];
    private readonly StackConnection _stack;

    public PanelCast(StackConnection stack, RegionFile region)
    {
        if (region.Councils.Count < 2)
        {
            throw new CommandFailedException("The story needs a region of two councils or more.", "Start one with ./partnership up --region together4children");
        }

        _stack = stack;
        (Child, Household) = (region.Councils[0].Code, region.Councils[1].Code);
        Mark = stack.Clock.GetUtcNow().ToString("MMddHHmmss", CultureInfo.InvariantCulture);
        Today = DateOnly.FromDateTime(stack.Clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>The child's council.</summary>
    public string Child { get; }

    /// <summary>The adopters' council.</summary>
    public string Household { get; }

    /// <summary>Tells this telling of the story from an earlier one.</summary>
    public string Mark { get; }

    public DateOnly Today { get; }

    public Colleague Adviser => Person("panel.adviser");

    public Colleague Recruitment => Person("recruitment");

    public string PanelId { get; private set; } = "";

    private List<(string Id, string Role)> Members { get; } = [];

    public Colleague Worker(string council) => Person($"social.worker.{council}");

    public Colleague Finder(string council) => Person($"family.finder.{council}");

    public Colleague Maker(string council) => Person($"decision.maker.{council}");

    public Colleague Person(string user) => Known(user, () => TokenSource.OfPerson(_stack.Identity, user, _stack.Clock));

    public Colleague CaseSystem(string council) => Known($"case-system-{council}", () => TokenSource.OfClient(_stack.Identity, $"case-system-{council}", ClientSecret.Read(), _stack.Clock));

    public void Dispose()
    {
        foreach (var person in _people.Values)
        {
            person.Dispose();
        }
    }

    /// <summary>A central list of both councils, a joint panel of it, a year of meetings, and a decision maker of each council.</summary>
    public async Task SetUpAsync(CancellationToken ct)
    {
        string[] councils = [Child, Household];
        var list = (string)(await Adviser.PostAsync($"{Panels}/lists", new { code = $"demo-{Mark}", strand = "adoption", councils }, ct))["id"]!;
        foreach (var (name, subject, role, facts) in new (string, string?, string, (string, string)[])[]
        {
            ("Linden Gavel", "panel.chair", "chair", [("social-work", "2001-09-01"), ("personal-experience", "2001-09-01")]),
            ("Aster Inventedvice", null, "vice-chair", [("personal-experience", "2010-09-01")]),
            ("Larch Inventedworker", null, "member", [("social-work", "2005-09-01")]),
            ("Hollis Inventedworker", null, "member", [("social-work", "2012-09-01")]),
            ("Tansy Armchair", "panel.member", "member", [("personal-experience", "2016-09-01")]),
            ("Perry Inventedmember", null, "member", [("personal-experience", "2017-09-01")]),
            ("Robin Inventedmember", null, "member", [("personal-experience", "2018-09-01")]),
        })
        {
            var member = await Adviser.PostAsync(
                $"{Panels}/lists/{list}/members",
                new { name, subject, joinedOn = "2020-01-06", facts = facts.Select(fact => new { kind = fact.Item1, council = (string?)null, from = fact.Item2, until = (string?)null }) }, ct);
            Members.Add(((string)member["id"]!, role));
        }

        var none = new Dictionary<string, int>();
        PanelId = (string)(await Adviser.PostAsync(
            Panels,
            new
            {
                code = $"demo-{Mark}", listId = list, councils,
                settings = new { meetingMinutes = 300, itemMinutes = none, coolingOffMonths = 12, meetingPounds = 1_000, shares = none, travelPounds = none, minutesWorkingDays = 5, takesAdvisoryItems = false },
            },
            ct))["id"]!;
        var series = await Adviser.PostAsync(
            $"{Panels}/{PanelId}/series",
            new { from = Today.AddDays(21), until = Today.AddYears(1), weekday = "tuesday", everyWeeks = 4, weekOfMonth = (int?)null, startsAt = "09:30:00", minutes = (int?)null }, ct);
        Terminal.Print($"  A central list of {Members.Count}, a joint panel of {Child} and {Household}, {series["meetings"]!.AsArray().Count} meetings in the year; left out as bank holidays: {series["skipped"]!.AsArray().Count}.");
        foreach (var council in councils)
        {
            await Adviser.PostAsync(
                $"{Panels}/decision-makers",
                new
                {
                    council, subject = Maker(council).Name, name = "Sorrel Inkwell", kinds = Kinds, from = Today.AddYears(-1), until = Today.AddYears(1), authority = "scheme-of-delegation",
                    authorityOn = Today.AddYears(-1), socialWorkerSince = "2001-01-01",
                },
                ct);
            Terminal.Print($"  {Maker(council).Name} decides for {council}: appointed by name, for {string.Join(" and ", Kinds)}.");
        }
    }

    /// <summary>A meeting with everybody of the list drawn for it, after the five working days that papers need.</summary>
    public async Task MeetingAsync(string startsAt, CancellationToken ct)
    {
        var date = WorkingCalendar.England.Add(Today, 7);
        var meeting = (string)(await Adviser.PostAsync($"{Panels}/{PanelId}/meetings", new { date, startsAt }, ct))["id"]!;
        await Adviser.PutAsync(
            $"{Panels}/meetings/{meeting}/members", new { members = Members.Select(member => new { memberId = member.Id, role = member.Role, asMedicalAdviser = false }) }, ct, versionOf: $"{Panels}/meetings/{meeting}");
    }

    /// <summary>
    /// Makes today the meeting's day, in the database of this machine: the product has no way to do that, and the story is not to last for ten days.
    /// </summary>
    public async Task LetTheDayComeAsync(string meeting, CancellationToken ct)
    {
        await using var connection = await Servers.OpenAsync("panel_scheduling", ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "update meeting set date = $1 where id = $2";
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = Today });
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = Guid.Parse(meeting) });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Everybody of the list, who all came.</summary>
    public IEnumerable<string> Present => Members.Select(member => member.Id);

    /// <summary>An invented paper: one page with a line.</summary>
    public static MultipartFormDataContent Paper(string title)
    {
        var content = $"BT /F1 14 Tf 72 760 Td ({title}) Tj ET";
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
            $"<</Length {content.Length}>>\nstream\n{content}\nendstream", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ];
        var text = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (n, each) in objects.Index())
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{n + 1} 0 obj\n{each}\nendobj\n");
        }

        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
        return new MultipartFormDataContent { { new ByteArrayContent(Encoding.ASCII.GetBytes(text.ToString())), "files", $"{title}.pdf" } };
    }

    private Colleague Known(string name, Func<TokenSource> tokens)
    {
        if (!_people.TryGetValue(name, out var person))
        {
            _people[name] = person = new Colleague(name, _stack.Gateway, tokens());
        }

        return person;
    }
}
