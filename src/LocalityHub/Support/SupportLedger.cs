using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Regional;
using Partnership.LocalityHub.Restrictions;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.LocalityHub.Support;

/// <summary>Tells the support fund what it may know of a family's children: one version for each change, none when nothing changed.</summary>
internal static class SupportLedger
{
    private const int PageSize = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Locks the family until the request's transaction ends; null when there is none that the caller sees.</summary>
    public static async Task<SupportFamily?> LockAsync(LocalityHubDbContext db, Guid familyId, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from support_family where id = {familyId} for update", ct);
        return await db.SupportFamilies.Include(family => family.Children).SingleOrDefaultAsync(family => family.Id == familyId, ct);
    }

    /// <summary>Publishes what differs. Call it with the family locked and its changes saved.</summary>
    public static async Task SettleAsync(LocalityHubDbContext db, CouncilCode council, SupportFamily family, DateOnly today, CancellationToken ct)
    {
        var epoch = await RegionalStore.EpochAsync((NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction(), ct);
        var assessments = await db.SupportAssessments.AsNoTracking().Include(assessment => assessment.Children).Include(assessment => assessment.Narratives).AsSplitQuery()
            .Where(assessment => assessment.FamilyId == family.Id).ToListAsync(ct);
        var restrictedTo = ToldRestriction.ToFund & await ToldRestriction.OfChildrenAsync(db, [.. family.Children.Select(child => child.ChildId).OfType<Guid>()], ct);
        foreach (var child in family.Children.OrderBy(child => child.Id))
        {
            var newest = assessments.Where(assessment => assessment.Children.Exists(assessed => assessed.SupportChildId == child.Id))
                .OrderBy(assessment => assessment.AssessedOn).ThenBy(assessment => assessment.Number).LastOrDefault();
            if (newest is null)
            {
                continue;
            }

            var reference = await MintAsync(db, SupportReferenceKind.Child, child.Id, ct);
            var snapshot = new SupportNeedsAssessed(
                reference.Reference,
                council,
                0,
                0,
                newest.Withdrawn,
                (await MintAsync(db, SupportReferenceKind.Family, family.Id, ct)).Reference,
                (await MintAsync(db, SupportReferenceKind.Assessment, newest.Id, ct)).Reference,
                child.Route,
                YearEnded.Of(child.DateOfBirth),
                child.HasPlan,
                ApplicantRule.Of(child, family.LivesHere, today),
                newest.Children.Single(assessed => assessed.SupportChildId == child.Id).Needs,
                new WorkDay(newest.AssessedOn),
                new WorkDay(newest.ReviewDue),
                AreChecked(newest),
                restrictedTo);
            var content = JsonSerializer.Serialize(snapshot, Json);
            if (content == reference.Content)
            {
                continue;
            }

            (reference.Version, reference.Epoch, reference.Content) = (reference.Epoch == epoch ? reference.Version + 1 : 1, epoch, content);
            db.Publish(snapshot with { Epoch = epoch, Version = reference.Version });
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Publishes of the families that a child of the council's is in, when its restriction has changed: in the transaction that changed it.</summary>
    public static async Task SettleFamiliesOfAsync(LocalityHubDbContext db, CouncilCode council, Guid childId, DateOnly today, CancellationToken ct)
    {
        foreach (var id in await db.SupportChildren.Where(child => child.ChildId == childId).Select(child => child.FamilyId).Distinct().OrderBy(id => id).ToListAsync(ct))
        {
            if (await LockAsync(db, id, ct) is { } family)
            {
                await SettleAsync(db, council, family, today, ct);
            }
        }
    }

    /// <summary>The reference of something, minted where there is none.</summary>
    public static async Task<SupportReference> MintAsync(LocalityHubDbContext db, SupportReferenceKind kind, Guid aboutId, CancellationToken ct)
    {
        if (db.SupportReferences.Local.FirstOrDefault(each => each.Kind == kind && each.AboutId == aboutId) is { } tracked)
        {
            return tracked;
        }

        if (await db.SupportReferences.SingleOrDefaultAsync(each => each.Kind == kind && each.AboutId == aboutId, ct) is { } known)
        {
            return known;
        }

        var minted = new SupportReference { Reference = Guid.NewGuid(), Kind = kind, AboutId = aboutId, Content = string.Empty };
        db.Add(minted);
        return minted;
    }

    /// <summary>Whether every narrative part is written and holds nothing that identifies.</summary>
    public static bool AreChecked(SupportAssessment assessment) => Enum.GetValues<NarrativePart>().All(part => assessment.Narratives.Exists(each => each.Part == part && each.IsClean));

    /// <summary>Says again all that the fund was told last, under the next versions: after a restore, or when the centre asks. Returns how many.</summary>
    public static async Task<int> RepublishAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int epoch, CancellationToken ct)
    {
        var (after, count) = (Guid.Empty, 0);
        while (await AdvanceAsync(connection, transaction, epoch, after, ct) is { Count: > 0 } page)
        {
            await OutboxBulk.WriteAsync(
                connection, transaction, [.. page.Select(each => JsonSerializer.Deserialize<SupportNeedsAssessed>(each.Content, Json)! with { Epoch = epoch, Version = each.Version })], ct);
            after = page.Max(each => each.Reference);
            count += page.Count;
        }

        return count;
    }

    private static async Task<List<(Guid Reference, long Version, string Content)>> AdvanceAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, int epoch, Guid after, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            update sealed.support_reference r set version = case when r.epoch = $1 then r.version + 1 else 1 end, epoch = $1
            where r.reference in (select reference from sealed.support_reference where reference > $2 and content <> '' order by reference limit $3 for update)
            returning r.reference, r.version, r.content
            """,
            connection,
            transaction)
        {
            Parameters = { new() { Value = epoch }, new() { Value = after }, new() { Value = PageSize } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var page = new List<(Guid, long, string)>();
        while (await reader.ReadAsync(ct))
        {
            page.Add((reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return page;
    }
}
