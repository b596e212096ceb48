using Partnership.ServiceDefaults.Authentication;

namespace Partnership.Benchmarks.Load;

/// <summary>
/// Families who ask for support, assessed in their hubs and known to the fund: whom applications are written for. The year's rules and a provider
/// are there since <c>demo fund</c>.
/// </summary>
internal static class LoadFamilies
{
    public const string Therapy = "play-therapy";
    public const int RatePence = 7_500;
    private const int OfEachCouncil = 4;
    private static readonly string[] Parts = ["summary-of-needs", "reason-for-therapy", "outcomes-hoped-for", "measures"];
    private static readonly string[] Needs = ["attachment", "trauma"];
    private static readonly string[] Adults = ["Wren Inventedfamily"];
    private static readonly string[] Address = ["1 Invented Lane"];
    private static readonly int[] Ages = [7, 9];

    public static async Task<IReadOnlyList<WrittenFamily>> MakeAsync(HttpClient gateway, LoadPeople people, IEnumerable<string> councils)
    {
        var families = new List<WrittenFamily>();
        foreach (var council in councils)
        {
            var (worker, applicant) = (new LoadSetting(gateway, people.Of(council, "support", Roles.SupportWorker)), new LoadSetting(gateway, people.At(LoadMix.Applications, council, Random.Shared)));
            var provider = (Guid)(await applicant.ReadAsync($"/api/v1/fund/providers?therapy={Therapy}&active=true"))["items"]![0]!["id"]!;
            for (var number = 0; number < OfEachCouncil; number++)
            {
                families.Add(await AssessAsync(council, worker, applicant, provider));
            }
        }

        return families;
    }

    private static async Task<WrittenFamily> AssessAsync(string council, LoadSetting worker, LoadSetting applicant, Guid provider)
    {
        var (hub, today) = ($"/api/v1/councils/{council}/support", DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        var family = await worker.PostAsync(
            $"{hub}/families",
            new
            {
                otherNames = Adults, addressLines = Address, livesHere = true,
                children = Ages.Select(age => new
                {
                    given = "Invented", family = "Inventedfamily", dateOfBirth = today.AddYears(-age), route = "special-guardianship-after-care", placedBy = "this-council", hasPlan = false,
                    orderMadeOn = today.AddMonths(-20),
                }),
            });
        var assessment = await worker.PostAsync(
            $"{hub}/families/{family["id"]}/assessments", new { assessedOn = today.AddDays(-7), children = family["children"]!.AsArray().Select(child => new { id = (string)child!["id"]!, needs = Needs }) });
        var address = $"{hub}/assessments/{assessment["id"]}";
        foreach (var part in Parts)
        {
            await worker.PutAsync($"{address}/narratives/{part}", new { text = "The children find endings hard and need help to feel safe." }, versionOf: address);
        }

        var known = await worker.ReadAsync($"{hub}/families/{family["id"]}");
        var children = known["children"]!.AsArray().Select(child => (Guid)child!["fundReference"]!).ToList();
        foreach (var child in children)
        {
            await applicant.WaitAsync($"/api/v1/fund/councils/{council}/children/{child}", answer => (bool)answer["assessments"]![0]!["narrativesChecked"]!);
        }

        return new WrittenFamily(council, (Guid)assessment["fundReference"]!, children, provider);
    }
}
