using System.Globalization;
using System.Text;
using Partnership.ServiceDefaults.Authentication;
using Partnership.Statutory.WorkingDays;

namespace Partnership.Benchmarks.Load;

/// <summary>People who wish to adopt, assessed in their hubs, whose cases are ready for panel; and for each a meeting of their council's panel.</summary>
internal static class LoadCases
{
    private const string Panels = "/api/v1/panels";
    private const int OfEachCouncil = 4;
    private static readonly string[] None = [];
    private static readonly DateOnly Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    public static async Task<IReadOnlyList<WrittenCase>> MakeAsync(HttpClient gateway, LoadPeople people, IEnumerable<string> councils)
    {
        var cases = new List<WrittenCase>();
        foreach (var council in councils)
        {
            var (recruitment, adviser) = (new LoadSetting(gateway, people.Of(council, "recruitment", Roles.Recruitment)), new LoadSetting(gateway, people.At(LoadMix.PanelActions, council, Random.Shared)));
            var panel = await PanelAsync(adviser, council);
            for (var number = 0; number < OfEachCouncil; number++)
            {
                var @case = await RaiseAsync(recruitment, council, number);
                await adviser.WaitAsync($"{Panels}/cases/{@case}", answer => (string?)answer["case"]?["state"] == "ready");
                var meeting = await adviser.PostAsync($"{Panels}/{panel}/meetings", new { date = WorkingCalendar.England.Add(Today, 10), startsAt = new TimeOnly(9 + number, 0) });
                cases.Add(new WrittenCase(council, @case, (Guid)meeting["id"]!));
            }
        }

        return cases;
    }

    private static async Task<Guid> PanelAsync(LoadSetting adviser, string council)
    {
        var (code, councils, none) = ($"load-{council}", new[] { council }, new Dictionary<string, int>());
        var list = await adviser.PostAsync($"{Panels}/lists", new { code, strand = "adoption", councils });
        var panel = await adviser.PostAsync(
            Panels,
            new
            {
                code, listId = (string)list["id"]!, councils,
                settings = new { meetingMinutes = 300, itemMinutes = none, coolingOffMonths = 12, meetingPounds = 1_000, shares = none, travelPounds = none, minutesWorkingDays = 5, takesAdvisoryItems = false },
            });
        return (Guid)panel["id"]!;
    }

    /// <summary>From the record to the case that every gate lets through; its id, which panel scheduling knows it by.</summary>
    private static async Task<Guid> RaiseAsync(LoadSetting recruitment, string council, int number)
    {
        var hub = $"/api/v1/councils/{council}";
        object Record(object assessment) => new
        {
            members = new[]
            {
                new { role = "parent", given = "Invented", family = "Rushmere", dateOfBirth = new DateOnly(1985, 4, 2).AddDays(number) },
                new { role = "parent", given = "Imagined", family = "Rushmere", dateOfBirth = new DateOnly(1986, 8, 20).AddDays(number) },
            },
            home = new { address = $"{number + 1} Nowhere Lane", postcode = "B1 1AB", livesIn = council },
            assessment,
            reference = $"LOAD-{number}",
        };
        var household = (string)(await recruitment.PostAsync($"{hub}/households", Record(new { interestAcceptedOn = Today.AddDays(-150) })))["id"]!;
        var record = $"{hub}/households/{household}";
        await recruitment.PutAsync(record, Record(new { interestAcceptedOn = Today.AddDays(-150), stageOneDecidedOn = Today.AddDays(-95), stageTwoFrom = Today.AddDays(-80) }));
        object Check(string kind, int? member = null, bool relative = false) => new { kind, on = Today.AddDays(-60), member, refreshBy = Today.AddYears(2), relative };
        await recruitment.PutAsync(
            $"{record}/checks",
            new
            {
                checks = new[]
                {
                    Check("criminal-record", 0), Check("criminal-record", 1), Check("health", 0), Check("health", 1), Check("local-authority"), Check("preparation"), Check("reference", relative: true),
                    Check("reference"), Check("reference"),
                },
            },
            versionOf: record);
        var opened = await recruitment.PostAsync($"{hub}/panel-cases", new { kind = "adopter-approval", childIds = None, householdId = household });
        var @case = $"{hub}/panel-cases/{opened["caseId"]}";
        await recruitment.PutAsync($"{@case}/gates/report-author", new { on = Today.AddDays(-10), reason = "Invented." }, versionOf: @case);
        using var paper = Paper();
        await recruitment.PostAsync($"{@case}/papers?kind=adopter-report&datedOn={Today:yyyy-MM-dd}", paper);
        await recruitment.PutAsync(@case, new { reportSentOn = Today, commentsOn = Today });
        await recruitment.PostAsync($"{@case}/raise", null, versionOf: @case);
        return (Guid)opened["caseId"]!;
    }

    /// <summary>An invented paper: one empty page.</summary>
    private static MultipartFormDataContent Paper()
    {
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>", "<</Length 0>>\nstream\n\nendstream",
        ];
        var text = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (number, content) in objects.Index())
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{number + 1} 0 obj\n{content}\nendobj\n");
        }

        var table = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
        return new MultipartFormDataContent { { new ByteArrayContent(Encoding.ASCII.GetBytes(text.ToString())), "files", "report.pdf" } };
    }
}
