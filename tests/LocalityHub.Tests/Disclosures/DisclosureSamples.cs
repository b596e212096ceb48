using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.CentralHub;
using Partnership.Contracts.FamilyFinding;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.LocalityHub.Tests;

/// <summary>Invented releases of this council's content to a worker of another.</summary>
internal static class DisclosureSamples
{
    public const string Reader = "reader.of.861";

    /// <summary>What the ledger says of a release.</summary>
    public static RecordDisclosure Told(
        Guid disclosure, long version, Guid subject, DisclosureLevel level = DisclosureLevel.Anonymous, DisclosureEnd end = DisclosureEnd.None, bool ofHousehold = false, DateTimeOffset? expires = null) =>
        new(
            Guid.NewGuid(), LinkSamples.Staffordshire, disclosure, version, Guid.NewGuid(), ofHousehold ? DisclosureSubject.Household : DisclosureSubject.Child, subject, level,
            DisclosurePurpose.ConsiderLink, DisclosureBasis.PublicTask, PersonReference.Of(Reader), LinkSamples.Stoke, new ReleaseExpiry(expires ?? HubFixture.Morning.AddDays(14)), end);

    /// <summary>An open release to the reader, as if it had been told and read before.</summary>
    public static async Task<Guid> PlantAsync(HubFixture hub, Guid? child, Guid? household)
    {
        var (id, version) = (Guid.NewGuid(), await ProfileSamples.PlantAsync(hub, child, household, level: 2, approved: true));
        await hub.Database.ExecuteAsync(
            $"""
            insert into disclosure (
                id, disclosure_version, link, subject, child_id, household_id, level, purpose, basis, reader, readers_council, expires_at, asked_end, own_end, gates, profile_version_id,
                stated_epoch, first_read_at, reads, version)
            select '{id}', 1, gen_random_uuid(), {(child is null ? 2 : 1)}, child_id, household_id, 2, 1, 1, '{PersonReference.Of(Reader)}', 861, '2099-01-01', 0, 0, 0, id,
                (select epoch from hub_state), now(), 1, 1 from profile_version where id = '{version}'
            """);
        return id;
    }

    /// <summary>Somebody of another council, who asks for what was released.</summary>
    public static HubClient ReaderOf(HubFixture hub, string subject = Reader, int council = 861, string role = Roles.SocialWorker) => new(hub.ClientOfPerson(subject, role, council));

    public static Task<HubAnswer> ReadAsync(HubClient reader, Guid disclosure) => reader.GetAsync($"/api/v1/released/860/disclosures/{disclosure}");

    /// <summary>What the ledger was told last of a release: state, gates, end, read.</summary>
    public static async Task<(string State, string Gates, string End, bool Read)> AnsweredAsync(HubFixture hub, Guid disclosure)
    {
        var told = await PermanenceSamples.ToldAsync(hub, disclosure);
        return (told.GetProperty("state").GetString()!, told.GetProperty("gates").GetString()!, told.GetProperty("end").GetString()!, told.GetProperty("read").GetBoolean());
    }

    public static async Task<long> VersionAsync(HubFixture hub, Guid disclosure)
    {
        await using var db = hub.Db();
        return await db.RegionalReferences.AsNoTracking().Where(known => known.Reference == disclosure).Select(known => known.Version).SingleAsync();
    }

    /// <summary>A version written by one person and approved by another.</summary>
    public static async Task<string> ApprovedAsync(HubFixture hub, string subject, object version, string approver)
    {
        using var writer = hub.As(subject.StartsWith("/children", StringComparison.Ordinal) ? Roles.SocialWorker : Roles.Recruitment, "writer");
        using var approves = hub.As(approver, "approver");
        var written = (await writer.PostAsync(subject + "/profile-versions", version)).Good();
        var path = $"{subject}/profile-versions/{written["version"].GetProperty("id").GetString()}";
        (await approves.ChangeAsync(HttpMethod.Post, path + "/approve", null, path)).Good();
        return path;
    }
}
