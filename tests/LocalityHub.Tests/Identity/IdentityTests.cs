using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Partnership.LocalityHub.Identity;
using Partnership.LocalityHub.Tests.FamilyFinding;
using Partnership.LocalityHub.Tests.Restrictions;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests.Identity;

[Collection(FamilyFindingCollection.Name)]
public sealed class IdentityTests(HubFixture hub)
{
    private const string Dob = "03/02/2022";
    private const string NhsNumber = "9434765919";
    private static readonly DateOnly Born = new(2022, 2, 3);
    private static int _pupils;

    [Theory]
    [InlineData("943 476 5919", "9434765919")]
    [InlineData("943-476-5919", "9434765919")]
    [InlineData("9434765918", null)]
    [InlineData("943476591", null)]
    [InlineData("1111111111", null)]
    [InlineData("943476591x", null)]
    [InlineData("", null)]
    public void NhsNumber_ByItsCheckDigit_IsOneOrNot(string text, string? number) => Assert.Equal(number, ChildNumbers.NhsNumber(text));

    [Theory]
    [InlineData("A123456789012", true)]
    [InlineData("B123456789012", false)]
    [InlineData("A123456789013", false)]
    [InlineData("A12345678901A", false)]
    [InlineData("UN1", false)]
    [InlineData(null, false)]
    public void PupilNumber_ByItsCheckLetter_IsOneOrNot(string? text, bool isOne) => Assert.Equal(isOne, ChildNumbers.IsPupilNumber(text));

    /// <summary>Two hubs of one region, one hub of another, and what a digest says of a place.</summary>
    [Fact]
    public void Digest_OfOneChildUnderOneKey_IsTheSameAndUnderAnotherIsNot()
    {
        var (key, another) = (new IdentityKey("the key of a region"), new IdentityKey("the key of another"));

        Assert.Equal(key.OfNhsNumber("943 476 5919", Born), new IdentityKey("the key of a region").OfNhsNumber(NhsNumber, Born));
        Assert.NotEqual(key.OfNhsNumber(NhsNumber, Born), another.OfNhsNumber(NhsNumber, Born));
        Assert.NotEqual(key.OfNhsNumber(NhsNumber, Born), key.OfNhsNumber(NhsNumber, Born.AddDays(1)));
        Assert.NotEqual(key.OfPupilNumber("A123456789012", Born), key.OfPupilNumber(Pupil(), Born));
        Assert.Equal(Mark(key.OfNhsNumber(NhsNumber, Born)), Mark(key.OfPupilNumber("A123456789012", Born)));
        Assert.NotEqual(Mark(key.OfNhsNumber(NhsNumber, Born)), Mark(another.OfNhsNumber(NhsNumber, Born)));
        Assert.Null(key.OfPupilNumber("UN1", Born));

        static string Mark(Guid? digest) => digest.ToString()![..8];
    }

    [Fact]
    public async Task Sweep_ChildrenWithNumbers_StatesDigestsAndNothingElse()
    {
        var (pupil, local) = (Pupil(), Local());
        await hub.ImportAsync(Plan(local, pupil));
        var child = await hub.ChildIdAsync(local);
        using var worker = hub.As(Roles.SocialWorker);
        (await worker.ChangeAsync(HttpMethod.Put, $"/children/{child}/nhs-number", new { nhsNumber = "943 476 5919" }, $"/children/{child}")).Good();

        await SweepAsync();
        var told = await StatedAsync(child);

        var key = new IdentityKey(HubFixture.AreaKey);
        Assert.Equal((key.OfNhsNumber(NhsNumber, Born), key.OfPupilNumber(pupil, Born)), (told.GetProperty("byNhsNumber").GetGuid(), told.GetProperty("byPupilNumber").GetGuid()));
        Assert.All([pupil, pupil[1..], NhsNumber, "2022", local], secret => Assert.DoesNotContain(secret, told.GetRawText(), StringComparison.Ordinal));
        Assert.Equal(0, await SweepAsync());

        // Both numbers gone, the digests go.
        (await worker.ChangeAsync(HttpMethod.Put, $"/children/{child}/nhs-number", new { nhsNumber = (string?)null }, $"/children/{child}")).Good();
        await hub.Database.ExecuteAsync($"update child set upn = 'UN1' where id = '{child}'");
        await SweepAsync();
        Assert.Equal(0, await ReferencesAsync(child));
    }

    /// <summary>With the order, in the same transaction: the child of after it must not be told by the numbers of before it, not even until the night.</summary>
    [Fact]
    public async Task AdoptionOrder_WithdrawsAtOnceAndTheReferenceLeadsNowhere()
    {
        var (pupil, local) = (Pupil(), Local());
        await hub.ImportAsync(Plan(local, pupil));
        var child = await hub.ChildIdAsync(local);
        await SweepAsync();
        var reference = (await StatedAsync(child)).GetProperty("reference").GetGuid();
        using var worker = hub.As(Roles.SocialWorker);
        Assert.Equal(child, (await worker.GetAsync($"/identities/{reference}")).Good()["childId"].GetGuid());

        await hub.ImportAsync(new ReturnFiles().Header(local, Dob, pupil).NoPreviousPermanence(local, Dob)
            .Episode(local, "05/01/2024", "S", "C1", "U6", "20/07/2024", "X1")
            .Episode(local, "20/07/2024", "L", "E1", "U6", "30/09/2024", "X1", "PLAN")
            .Episode(local, "30/09/2024", "P", "E1", "A6", "20/02/2025", "E12")
            .Decision(local, Dob, "01/06/2024")
            .Adoption(local, Dob, "01/06/2024", "19/08/2024"));

        var content = JsonDocument.Parse(await hub.Database.ScalarAsync<string>($"select content from sealed.regional_reference where reference = '{reference}'")).RootElement;
        Assert.Equal(("Withdrawn", JsonValueKind.Null), (content.GetProperty("standing").GetString(), content.GetProperty("byPupilNumber").ValueKind));
        Assert.Equal(0, await ReferencesAsync(child));
        var gone = await worker.GetAsync($"/identities/{reference}");
        var never = await worker.GetAsync($"/identities/{Guid.NewGuid()}");
        Assert.Equal((HttpStatusCode.NotFound, never.Body.GetProperty("detail").GetString()), (gone.Status, gone.Body.GetProperty("detail").GetString()));

        // Nor does the night bring it back.
        await SweepAsync();
        Assert.Equal(0, await ReferencesAsync(child));
    }

    /// <summary>Where somebody hides may hang on which council has the record.</summary>
    [Fact]
    public async Task Restriction_OfARecord_WithdrawsAtOnceUntilTheNightAfterItIsLifted()
    {
        var local = Local();
        await hub.ImportAsync(Plan(local, Pupil()));
        var child = await hub.ChildIdAsync(local);
        await SweepAsync();
        var reference = (await StatedAsync(child)).GetProperty("reference").GetGuid();
        using var guardian = hub.As(Roles.CaldicottGuardian);
        using var client = hub.ClientOf(Roles.CaldicottGuardian, 860);

        await HiddenChildTests.RestrictAsync(client, child, Roles.SocialWorker);

        var content = JsonDocument.Parse(await hub.Database.ScalarAsync<string>($"select content from sealed.regional_reference where reference = '{reference}'")).RootElement;
        Assert.Equal("Withdrawn", content.GetProperty("standing").GetString());
        (await guardian.GetAsync($"/identities/{reference}")).Refused(HttpStatusCode.NotFound, "identity.not-found");
        await SweepAsync();
        Assert.Equal(0, await ReferencesAsync(child));

        await HiddenChildTests.LiftAsync(client, child);
        await SweepAsync();
        Assert.NotEqual(reference, (await StatedAsync(child)).GetProperty("reference").GetGuid());
    }

    /// <summary>What cannot be read may be the adoption order.</summary>
    [Fact]
    public async Task Sweep_HeldChild_StatesNothingNewAndKeepsWhatWasStated()
    {
        var (known, unknown) = (Local(), Local());
        await hub.ImportAsync(Plan(known, Pupil()));
        await SweepAsync();
        await hub.ImportAsync(Plan(unknown, Pupil()));
        Guid[] children = [await hub.ChildIdAsync(known), await hub.ChildIdAsync(unknown)];
        await hub.Database.ExecuteAsync($"update child set held = true where id in ('{children[0]}', '{children[1]}')");

        await SweepAsync();
        var references = (await ReferencesAsync(children[0]), await ReferencesAsync(children[1]));
        await hub.Database.ExecuteAsync($"update child set held = false where id in ('{children[0]}', '{children[1]}')");

        Assert.Equal((1, 0), references);
        await SweepAsync();
        Assert.Equal(1, await ReferencesAsync(children[1]));
    }

    /// <summary>A return that is held tells of an adoption all the same: a record that is made after it must find nothing to be compared with.</summary>
    [Fact]
    public async Task HeldReturn_ThatTellsOfAnAdoption_WithdrawsAtOnceAndTheNightDoesTheSame()
    {
        var (atOnce, byNight) = (Local(), Local());
        await hub.ImportAsync(Plan(atOnce, Pupil()));
        await hub.ImportAsync(Plan(byNight, Pupil()));
        Guid[] children = [await hub.ChildIdAsync(atOnce), await hub.ChildIdAsync(byNight)];
        await SweepAsync();
        Assert.Equal((1, 1), (await ReferencesAsync(children[0]), await ReferencesAsync(children[1])));

        var job = await hub.ImportAsync(new ReturnFiles().Header(atOnce, Dob, Pupil()).NoPreviousPermanence(atOnce, Dob)
            .Episode(atOnce, "05/01/2024", "S", "C1", "A6", "20/02/2025", "E12").Add("placed_adoption.csv", $"{atOnce},{Dob},01/06/2024"));
        Assert.Equal(1, job.GetProperty("counts").GetProperty("held").GetInt32());
        Assert.Equal(0, await ReferencesAsync(children[0]));

        // As an earlier version of the hub left it.
        await hub.Database.ExecuteAsync(
            $"""
            insert into episode (child_id, year, held, source_row, import_id, rec) values ('{children[1]}', 2025, true, 1, gen_random_uuid(), 'E11');
            update child set held = true where id = '{children[1]}'
            """);
        await SweepAsync();
        Assert.Equal((0, 0), (await ReferencesAsync(children[0]), await ReferencesAsync(children[1])));
        await hub.Database.ExecuteAsync($"delete from episode where child_id = '{children[1]}' and held; update child set held = false where id = '{children[1]}'");
    }

    [Fact]
    public async Task Sweep_ChildWhoWasAdoptedBefore_StatesNothing()
    {
        var local = Local();
        var files = new ReturnFiles().Header(local, Dob, Pupil()).Episode(local, "05/01/2024", "S", "C1", "U6").Add("prev_perm.csv", $"{local},{Dob},P1,860,01/06/2022");
        await hub.ImportAsync(files);

        await SweepAsync();

        Assert.Equal(0, await ReferencesAsync(await hub.ChildIdAsync(local)));
    }

    [Fact]
    public async Task Feed_GivesTheNumberAndRefusesOneThatIsNone()
    {
        using var system = hub.As(Roles.CaseSystem);
        var (local, other) = (Local(), Local());

        var answer = (await system.PostAsync("/changes", new object[]
        {
            new { la_child_id = local, child_details = new { nhs_number = "943 476 5919", date_of_birth = "2022-02-03" } },
            new { la_child_id = other, child_details = new { nhs_number = "943 476 5918", date_of_birth = "2022-02-03" } },
        })).Good();
        var child = await hub.ChildIdAsync(local);
        await SweepAsync();

        Assert.Equal("record.nhs-number", answer["results"][1].GetProperty("problem").GetProperty("code").GetString());
        Assert.Equal(NhsNumber, (await system.GetAsync($"/children/{child}")).Good()["nhsNumber"].GetString());
        Assert.Equal(1, await ReferencesAsync(child));
        (await system.PostAsync("/changes", new object[] { new { la_child_id = local, purge = true } })).Good();
        await SweepAsync();
        Assert.Equal(0, await ReferencesAsync(child));
    }

    /// <summary>The case system has the number; a return that was drawn up before does not know it yet.</summary>
    [Fact]
    public async Task Sweep_ReturnThatDoesNotKnowTheNumberThatTheFeedTold_LeavesItStated()
    {
        var (pupil, local) = (Pupil(), Local());
        await hub.ImportAsync(Plan(local, "UN1"));
        var child = await hub.ChildIdAsync(local);
        using var system = hub.As(Roles.CaseSystem);
        (await system.PostAsync("/changes", new object[] { new { la_child_id = local, child_details = new { unique_pupil_number = pupil } } })).Good();
        await SweepAsync();
        var reference = (await StatedAsync(child)).GetProperty("reference").GetGuid();

        await hub.ImportAsync(new ReturnFiles().Header(local, Dob).NoPreviousPermanence(local, Dob).Episode(local, "05/01/2024", "S", "C2", "U6"));
        await SweepAsync();

        var told = await StatedAsync(child);
        Assert.Equal((reference, new IdentityKey(HubFixture.AreaKey).OfPupilNumber(pupil, Born)), (told.GetProperty("reference").GetGuid(), told.GetProperty("byPupilNumber").GetGuid()));
    }

    [Fact]
    public async Task Put_NumberWithAWrongCheckDigit_IsRefused()
    {
        var local = Local();
        await hub.ImportAsync(Plan(local, "UN1"));
        var path = $"/children/{await hub.ChildIdAsync(local)}";
        using var worker = hub.As(Roles.SocialWorker);

        (await worker.ChangeAsync(HttpMethod.Put, path + "/nhs-number", new { nhsNumber = "9434765918" }, path)).Refused(HttpStatusCode.BadRequest, "nhs-number.invalid");
    }

    private static ReturnFiles Plan(string local, string pupil) => new ReturnFiles().Header(local, Dob, pupil).NoPreviousPermanence(local, Dob).Episode(local, "05/01/2024", "S", "C1", "U6");

    private static string Local() => $"IDN{Guid.NewGuid():n}"[..20].ToUpperInvariant();

    /// <summary>Another pupil number, with its check letter.</summary>
    private static string Pupil()
    {
        var digits = $"{860_00_0000000L + Interlocked.Increment(ref _pupils):000000000000}";
        return "ABCDEFGHJKLMNPQRTUVWXYZ".Select(letter => letter + digits).Single(ChildNumbers.IsPupilNumber);
    }

    private Task<int> SweepAsync() => hub.Services.GetRequiredService<IdentitySweep>().RunAsync(TestContext.Current.CancellationToken);

    private async Task<JsonElement> StatedAsync(Guid child) => JsonDocument.Parse(
        await hub.Database.ScalarAsync<string>($"select content from sealed.regional_reference where child_id = '{child}' and purpose = 17")).RootElement;

    private Task<long> ReferencesAsync(Guid child) => hub.Database.ScalarAsync<long>($"select count(*) from sealed.regional_reference where child_id = '{child}' and purpose = 17");
}
