using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Partnership.Statutory.WorkingDays;

namespace Partnership.Faults;

/// <summary>
/// Takes household after household to panel: entered and checked in its hub, a case opened, its gates met, raised, and put on the agenda of a joint
/// panel. Some are taken off it again, some taken back, and some heard, decided and told. Matches that others have prepared are heard by the same panel. What was accepted is
/// remembered.
/// </summary>
internal sealed class PanelWrites(RunningRegion region, Steps steps, DateOnly today)
{
    private const string Panels = "/api/v1/panels";
    private const string Adviser = "panel.adviser";
    private const string Recruitment = "recruitment";

    // Papers go out five working days before.
    private const int FirstMeeting = 7;
    private const int MeetingDays = 120;

    // Matches are heard on days of their own: nobody sits twice a day.
    private const int FirstOfMatches = FirstMeeting + MeetingDays;

    // Of eight rounds of the councils.
    private const int ToItsEnd = 3;

    private static readonly string[] Roles = ["chair", "vice-chair", "member", "member", "member", "member", "member"];
    private static readonly string[] Facts = ["social-work", "personal-experience", "social-work", "social-work", "personal-experience", "personal-experience", "personal-experience"];

    private readonly ConcurrentQueue<RaisedCase> _cases = new();
    private readonly ConcurrentDictionary<Guid, PlannedMeeting> _meetings = new();
    private readonly string _run = Guid.NewGuid().ToString("n")[..8];
    private readonly List<Guid> _members = [];
    private readonly PanelHearings _hearings = new(region, steps, today);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Guid _panel;

    /// <summary>Is done when each council has had a case taken to its end: then there is one of each kind to strike at, and to damage in the end.</summary>
    public Task Ended => _ended.Task;

    public IReadOnlyCollection<RaisedCase> Cases => _cases;

    /// <summary>The day on which everything is entered.</summary>
    public DateOnly Today => today;

    /// <summary>Meetings that were accepted, by id.</summary>
    public IReadOnlyDictionary<Guid, PlannedMeeting> Meetings => _meetings;

    /// <summary>A central list of all councils and a joint panel of it.</summary>
    public async Task OpenAsync()
    {
        var list = Id(await MakeAsync($"{Panels}/lists", new { code = $"faults-{_run}", strand = "adoption", councils = RunningRegion.Councils }));
        foreach (var (number, fact) in Facts.Index())
        {
            var facts = new[] { new { kind = fact, council = (string?)null, from = "2001-09-01", until = (string?)null }, new { kind = "personal-experience", council = (string?)null, from = "2001-09-01", until = (string?)null } };
            _members.Add(Id(await MakeAsync(
                $"{Panels}/lists/{list}/members",
                new { name = $"Invented Member {(char)('A' + number)}", subject = number == 0 ? PanelHearings.ChairsSubject : null, joinedOn = "2020-01-06", facts = fact == "social-work" ? facts : facts[1..] })));
        }

        var none = new Dictionary<string, int>();
        _panel = Id(await MakeAsync(
            Panels,
            new
            {
                code = $"faults-{_run}", listId = list, councils = RunningRegion.Councils,
                settings = new { meetingMinutes = 300, itemMinutes = none, coolingOffMonths = 12, meetingPounds = 1_000, shares = none, travelPounds = none, minutesWorkingDays = 5, takesAdvisoryItems = false },
            }));
        await _hearings.AppointAsync();
    }

    /// <summary>One household after the other, of each council in turn, until told to stop.</summary>
    public async Task RunAsync(TimeSpan pause, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            // Another turn for each round of the councils: every council has every kind, and first of all one that goes to its end.
            await GoAsync(RunningRegion.Councils[number % RunningRegion.Councils.Length], number, (number / RunningRegion.Councils.Length) + ToItsEnd, stop);
            if (RunningRegion.Councils.All(council => _cases.Any(@case => @case.Council == council && @case.IsTold)))
            {
                _ended.TrySetResult();
            }

            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task GoAsync(string council, int number, int turn, CancellationToken stop)
    {
        var @case = new RaisedCase
        {
            Council = council, Reference = string.Create(CultureInfo.InvariantCulture, $"FAULTS-{_run}-{number}"), InterestAcceptedOn = today.AddDays(-150), StageOneDecidedOn = today.AddDays(-95),
            StageTwoFrom = today.AddDays(-80 + (number % 10)),
        };
        _cases.Enqueue(@case);
        if (!await EnterAsync(@case) || !await RaiseAsync(@case) || !await HeardAsync(@case, stop))
        {
            return;
        }

        if (turn % 4 != 0)
        {
            await BookAsync(@case, number, FirstMeeting, takesOff: turn % 4 == 2);
        }

        if (turn % 8 == ToItsEnd)
        {
            await HearAsync(@case, stop);
        }

        if (turn % 4 is 0 or 1)
        {
            var address = Address(@case);
            @case.IsWithdrawn = await steps.WriteAsync(Recruitment, HttpMethod.Post, $"{address}/withdraw", null, address) is not null;
            if (@case is { IsWithdrawn: true, Item: { } item })
            {
                // With the case its place on the agenda goes.
                item.IsTakenOff = true;
            }
        }
    }

    /// <summary>Takes a match that its hub has opened and furnished from its report to its end; false where it does not come to that.</summary>
    /// <param name="case">The case.</param>
    /// <param name="number">Its place among the matches, from 0.</param>
    /// <param name="stop">Ends waiting for what other services hear.</param>
    public async Task<bool> TakeMatchAsync(RaisedCase @case, int number, CancellationToken stop)
    {
        if (!await SendAsync(@case) || !await HeardAsync(@case, stop))
        {
            return false;
        }

        await BookAsync(@case, number, FirstOfMatches, takesOff: false);
        await HearAsync(@case, stop);
        return @case.IsTold;
    }

    /// <summary>Keeps a case of others, before anything is accepted of it.</summary>
    public void Add(RaisedCase @case) => _cases.Enqueue(@case);

    private async Task HearAsync(RaisedCase @case, CancellationToken stop)
    {
        if (@case.Item is { } place)
        {
            await _hearings.RunAsync(@case, _members, () => _meetings[place.Meeting] = _meetings[place.Meeting] with { Date = today }, stop);
        }
    }

    private async Task<bool> EnterAsync(RaisedCase @case)
    {
        var households = $"/api/v1/councils/{@case.Council}/households";
        if (await steps.WriteAsync(Recruitment, HttpMethod.Post, households, new
            {
                members = new[] { Member("Invented", "1985-04-02"), Member("Imagined", "1986-08-20") },
                home = new { address = "2 Nowhere Lane", postcode = "B1 1AB", livesIn = @case.Council },
                assessment = new { interestAcceptedOn = @case.InterestAcceptedOn, stageOneDecidedOn = @case.StageOneDecidedOn, stageTwoFrom = @case.StageTwoFrom },
                reference = @case.Reference,
            }) is not { } entered)
        {
            return false;
        }

        @case.Household = Id(entered);
        object Check(string kind, int? member = null, bool relative = false) => new { kind, on = today.AddDays(-60), member, refreshBy = today.AddYears(2), relative };
        object[] checks =
        [
            Check("criminal-record", 0), Check("criminal-record", 1), Check("health", 0), Check("health", 1), Check("local-authority"), Check("preparation"), Check("reference", relative: true),
            Check("reference"), Check("reference"),
        ];
        if (await steps.WriteAsync(Recruitment, HttpMethod.Put, $"{households}/{@case.Household}/checks", new { checks }, $"{households}/{@case.Household}") is null)
        {
            return false;
        }

        @case.Checks = checks.Length;
        return true;

        static object Member(string given, string dateOfBirth) => new { role = "parent", given, family = "Rushmere", dateOfBirth };
    }

    private async Task<bool> RaiseAsync(RaisedCase @case)
    {
        if (await steps.WriteAsync(
                Recruitment, HttpMethod.Post, $"/api/v1/councils/{@case.Council}/panel-cases", new { kind = "adopter-approval", childIds = Array.Empty<Guid>(), householdId = @case.Household }) is not { } opened)
        {
            return false;
        }

        @case.Id = opened.GetProperty("caseId").GetGuid();
        var address = Address(@case);
        if (await steps.WriteAsync(Recruitment, HttpMethod.Put, $"{address}/gates/report-author", new { on = today.AddDays(-10), reason = "Invented." }, address) is null)
        {
            return false;
        }

        @case.Statements++;
        if (await steps.UploadAsync(Recruitment, $"{address}/papers?kind=adopter-report&datedOn={today:yyyy-MM-dd}", Paper) is not { } paper)
        {
            return false;
        }

        @case.Papers.Add(Id(paper));
        return await SendAsync(@case);
    }

    /// <summary>The report goes to the adopters, who comment, and the case to panel scheduling.</summary>
    private async Task<bool> SendAsync(RaisedCase @case)
    {
        var address = Address(@case);
        if (await steps.WriteAsync(@case.Worker, HttpMethod.Put, address, new { reportSentOn = today, commentsOn = today }, address) is null)
        {
            return false;
        }

        @case.ReportSentOn = today;
        @case.RaisedOn = await steps.WriteAsync(@case.Worker, HttpMethod.Post, $"{address}/raise", null, address) is null ? null : today;
        return @case.RaisedOn is not null;
    }

    /// <summary>Whether panel scheduling has heard of the case; false when told to stop before.</summary>
    private Task<bool> HeardAsync(RaisedCase @case, CancellationToken stop) =>
        Waiting.UntilAsync(async () => await steps.ReadAsync(Adviser, $"{Panels}/cases/{@case.Id}") is not null, stop);

    /// <summary>A meeting, everybody of the list drawn for it, and the case on its agenda; taken off again where that is asked.</summary>
    private async Task BookAsync(RaisedCase @case, int number, int first, bool takesOff)
    {
        var date = WorkingCalendar.England.Add(today, first + (number % MeetingDays));
        var startsAt = string.Create(CultureInfo.InvariantCulture, $"{9 + (number / MeetingDays % 8):00}:30:00");
        if (await steps.WriteAsync(Adviser, HttpMethod.Post, $"{Panels}/{_panel}/meetings", new { date, startsAt }) is not { } planned)
        {
            return;
        }

        var id = Id(planned);
        _meetings[id] = new PlannedMeeting(date, 0);
        var meeting = $"{Panels}/meetings/{id}";
        var members = _members.Zip(Roles, (member, role) => new { memberId = member, role, asMedicalAdviser = false });
        if (await steps.WriteAsync(Adviser, HttpMethod.Put, $"{meeting}/members", new { members }, meeting) is null)
        {
            return;
        }

        _meetings[id] = new PlannedMeeting(date, _members.Count);
        if (await steps.WriteAsync(Adviser, HttpMethod.Post, $"{meeting}/agenda", new { caseId = @case.Id }, meeting) is not { } booked)
        {
            return;
        }

        @case.Item = new BookedItem(booked.GetProperty("itemId").GetGuid(), id);
        if (takesOff)
        {
            var item = $"{Panels}/agenda-items/{@case.Item.Id}";
            @case.Item.IsTakenOff = await steps.WriteAsync(Adviser, HttpMethod.Post, $"{item}/withdraw", new { reason = "moved" }, item) is not null;
        }
    }

    private async Task<JsonElement> MakeAsync(string path, object body) =>
        await steps.WriteAsync(Adviser, HttpMethod.Post, path, body) ?? throw new InvalidOperationException($"No panel: {string.Join("; ", steps.Refused)}");

    /// <summary>The smallest PDF that readers take: one empty page.</summary>
    public static MultipartFormDataContent Paper()
    {
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>", "<</Length 0>>\nstream\n\nendstream",
        ];
        var text = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (n, content) in objects.Index())
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{n + 1} 0 obj\n{content}\nendobj\n");
        }

        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
        var file = new ByteArrayContent(Encoding.ASCII.GetBytes(text.ToString())) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        return new MultipartFormDataContent { { file, "files", "report.pdf" } };
    }

    private static string Address(RaisedCase @case) => $"/api/v1/councils/{@case.Council}/panel-cases/{@case.Id}";

    private static Guid Id(JsonElement thing) => thing.GetProperty("id").GetGuid();
}
