using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Idempotency;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.Support;

/// <summary>Enters a family that asks for support, changes what is known of it, and reads it.</summary>
internal static class KeepFamily
{
    private const int MostChildren = 12;
    private const int MostWords = 40;
    private const int LongestName = 100;
    private const int LongestLine = 200;

    /// <param name="OtherNames">Names of its other members: the identity guard looks for them.</param>
    /// <param name="AddressLines">Lines of its address, for the same.</param>
    /// <param name="LivesHere">Whether it lives in this council's area.</param>
    /// <param name="Children">Its children who may need support.</param>
    public sealed record Request(IReadOnlyList<string> OtherNames, IReadOnlyList<string> AddressLines, bool LivesHere, IReadOnlyList<ChildRequest> Children);

    /// <param name="Given">Given names.</param>
    /// <param name="Family">Family name.</param>
    /// <param name="DateOfBirth">Day of birth.</param>
    /// <param name="Route">How the child came into the family.</param>
    /// <param name="PlacedBy">this-council, another-council or no-council.</param>
    /// <param name="HasPlan">Whether there is an education, health and care plan.</param>
    /// <param name="OrderMadeOn">The day of the order; left out while there is none.</param>
    /// <param name="HandedOver">Another council had to apply, has handed the case over, and this one has accepted.</param>
    /// <param name="Id">Of a child whom the family has already.</param>
    /// <param name="ChildId">The child as the hub knows it from care; left out for one who is known for support alone.</param>
    /// <param name="FundReference">Of a case that was handed over: the reference under which the fund knows the child, so that its limits are counted on.</param>
    public sealed record ChildRequest(
        string Given,
        string Family,
        DateOnly DateOfBirth,
        SupportRoute Route,
        PlacedBy PlacedBy,
        bool HasPlan,
        DateOnly? OrderMadeOn = null,
        bool HandedOver = false,
        Guid? Id = null,
        Guid? ChildId = null,
        Guid? FundReference = null);

    /// <summary>
    /// A child of the family.
    /// <c>FundReference</c>: how the support fund knows it; null before the first assessment.
    /// <c>Basis</c>: why this council may, or may not, apply today.
    /// </summary>
    public sealed record ChildEntry(
        Guid Id, Guid? ChildId, string Given, string Family, DateOnly DateOfBirth, SupportRoute Route, PlacedBy PlacedBy, bool HasPlan, DateOnly? OrderMadeOn, bool HandedOver, ApplicantBasis Basis, Guid? FundReference);

    /// <summary>An assessment, in short.</summary>
    public sealed record AssessmentEntry(Guid Id, Guid? ReviewsId, DateOnly AssessedOn, DateOnly ReviewDue, bool Withdrawn, bool NarrativesChecked);

    public sealed record Response(
        Guid Id, IReadOnlyList<string> OtherNames, IReadOnlyList<string> AddressLines, bool LivesHere, IReadOnlyList<ChildEntry> Children, IReadOnlyList<AssessmentEntry> Assessments);

    /// <summary>
    /// A family of the list.
    /// <c>Children</c>: their names.
    /// <c>ChildIds</c>: those of them whom the hub knows from care.
    /// <c>ReviewDue</c>: of the newest assessment; null before there is one.
    /// </summary>
    public sealed record Entry(Guid Id, IReadOnlyList<string> Children, IReadOnlyList<Guid> ChildIds, bool LivesHere, DateOnly? ReviewDue);

    public static async Task<Ok<Page<Entry>>> ListAsync([AsParameters] PageRequest page, LocalityHubDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var after = page.After<Guid?>() ?? Guid.Empty;
        var families = await db.SupportFamilies.AsNoTracking().Include(family => family.Children).Where(family => family.Id > after).OrderBy(family => family.Id).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(families, page, family => family.Id);
        var ids = found.Items.Select(family => family.Id).ToList();
        var due = (await db.SupportAssessments.AsNoTracking().Where(assessment => ids.Contains(assessment.FamilyId) && !assessment.Withdrawn).ToListAsync(ct)).ToLookup(assessment => assessment.FamilyId);
        audit.About(ids);
        return TypedResults.Ok(new Page<Entry>(
            [
                .. found.Items.Select(family => new Entry(
                    family.Id, [.. family.Children.OrderBy(child => child.DateOfBirth).ThenBy(child => child.Id).Select(child => $"{child.GivenName} {child.FamilyName}")], family.ChildIds, family.LivesHere,
                    due[family.Id].OrderBy(assessment => assessment.AssessedOn).ThenBy(assessment => assessment.Number).LastOrDefault()?.ReviewDue)),
            ],
            found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(Guid familyId, HttpContext context, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        if (await db.SupportFamilies.AsNoTracking().Include(family => family.Children).SingleOrDefaultAsync(family => family.Id == familyId, ct) is not { } found)
        {
            return NotFound();
        }

        IfMatch.SetETag(context, found.Version);
        return TypedResults.Ok(await DescribeAsync(found, db, LondonCalendar.Today(clock), ct));
    }

    public static async Task<Results<Created<Response>, ProblemHttpResult>> AddAsync(
        string code, Request request, HttpContext context, LocalityHubDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var today = LondonCalendar.Today(clock);
        Check(request, today);
        await LockChildrenAsync(request, db, ct);
        var family = new SupportFamily { Id = Guid.CreateVersion7() };
        if (await FillAsync(family, request, db, clock.GetUtcNow(), ct) is { } refusal)
        {
            return refusal;
        }

        db.Add(family);
        await db.SaveChangesAsync(ct);
        audit.About([family.Id]);
        IfMatch.SetETag(context, family.Version);
        return TypedResults.Created($"/api/v1/councils/{code}/support/families/{family.Id}", await DescribeAsync(family, db, today, ct));
    }

    /// <summary>Changes it whole. The narratives are looked at again by what is known now, and the fund hears of what it may know.</summary>
    public static async Task<Results<Ok<Response>, ProblemHttpResult>> ChangeAsync(
        Guid familyId, Request request, HttpContext context, Council council, LocalityHubDbContext db, TimeProvider clock, CancellationToken ct)
    {
        var expected = IfMatch.Require(context);
        var today = LondonCalendar.Today(clock);
        Check(request, today);
        await LockChildrenAsync(request, db, ct);
        if (await SupportLedger.LockAsync(db, familyId, ct) is not { } family)
        {
            return NotFound();
        }

        if (family.Version != expected)
        {
            throw new StaleVersionException();
        }

        if (await FillAsync(family, request, db, clock.GetUtcNow(), ct) is { } refusal)
        {
            return refusal;
        }

        await FamilyTexts.LookAgainAsync(family, db, ct);
        await db.SaveChangesAsync(ct);
        await SupportLedger.SettleAsync(db, council.Code, family, today, ct);
        IfMatch.SetETag(context, family.Version);
        return TypedResults.Ok(await DescribeAsync(family, db, today, ct));
    }

    public static ProblemHttpResult NotFound() => Problems.NotFound("support-family.not-found", "This council has no such family.");

    /// <summary>Keeps the names of those known from care as they are meanwhile: who names one at the same moment either finds the family, or is found by it.</summary>
    private static Task<int> LockChildrenAsync(Request request, LocalityHubDbContext db, CancellationToken ct)
    {
        var known = request.Children.Select(child => child.ChildId).OfType<Guid>().ToArray();
        return db.Database.ExecuteSqlAsync($"select from child where id = any({known}) order by id for share", ct);
    }

    private static async Task<ProblemHttpResult?> FillAsync(SupportFamily family, Request request, LocalityHubDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var known = request.Children.Select(child => child.ChildId).OfType<Guid>().ToArray();
        if (await db.Children.CountAsync(child => known.Contains(child.Id), ct) < known.Length)
        {
            return ReadChild.NotFound();
        }

        if (await db.SupportChildren.AnyAsync(child => child.FamilyId != family.Id && known.Contains(child.ChildId!.Value), ct))
        {
            throw new RuleBrokenException("support-child.elsewhere", "A child is entered with another family already.", "children");
        }

        if (family.Children.Exists(child => request.Children.All(each => each.Id != child.Id)))
        {
            throw new RuleBrokenException("support-child.missing", "A child whom the family has stays: name each by its id.", "children") { NamesNothingThere = true };
        }

        foreach (var (index, each) in request.Children.Index())
        {
            var child = family.Children.Find(child => child.Id == each.Id);
            if (child is null)
            {
                if (each.Id is not null)
                {
                    throw new InvalidRequestException("support-child.unknown", "id names a child of this family; a new one has none.", $"children[{index}].id") { NamesNothingThere = true };
                }

                child = new SupportChild { Id = Guid.CreateVersion7(), FamilyId = family.Id, GivenName = each.Given, FamilyName = each.Family };
                family.Children.Add(child);
            }

            (child.ChildId, child.GivenName, child.FamilyName, child.DateOfBirth, child.Route) = (each.ChildId, each.Given.Trim(), each.Family.Trim(), each.DateOfBirth, each.Route);
            (child.OrderMadeOn, child.PlacedBy, child.HasPlan, child.HandedOver) = (each.OrderMadeOn, each.PlacedBy, each.HasPlan, each.HandedOver);
            await TakeOverAsync(child, each.FundReference, index, db, ct);
        }

        family.ChildIds = [.. known.Order()];
        family.OtherNames = [.. request.OtherNames.Select(name => name.Trim())];
        family.AddressLines = [.. request.AddressLines.Select(line => line.Trim())];
        family.LivesHere = request.LivesHere;
        family.Version++;
        family.UpdatedAt = now;
        return null;
    }

    /// <summary>Goes on under the reference that the council before minted. The fund takes nothing from who has not accepted the child there.</summary>
    private static async Task TakeOverAsync(SupportChild child, Guid? reference, int index, LocalityHubDbContext db, CancellationToken ct)
    {
        if (reference is not { } given)
        {
            return;
        }

        var known = await db.SupportReferences.Where(each => each.Reference == given || (each.Kind == SupportReferenceKind.Child && each.AboutId == child.Id)).ToListAsync(ct);
        if (known is [{ Kind: SupportReferenceKind.Child } own] && own.Reference == given && own.AboutId == child.Id)
        {
            return;
        }

        if (!child.HandedOver || known.Count > 0)
        {
            throw new RuleBrokenException("support-child.reference", "A reference is taken over with a case that was handed over, once, and before the fund knows the child by another.", $"children[{index}].fundReference");
        }

        db.Add(new SupportReference { Reference = given, Kind = SupportReferenceKind.Child, AboutId = child.Id, Content = string.Empty });
    }

    private static void Check(Request request, DateOnly today)
    {
        Demand(request.Children.Count is >= 1 and <= MostChildren && request.Children.All(child => child is not null), "support-family.children", $"A family has 1 to {MostChildren} children.", "children");
        Demand(
            request.Children.Select(child => child.ChildId).OfType<Guid>().Distinct().Count() == request.Children.Count(child => child.ChildId is not null)
                && request.Children.Select(child => child.Id).OfType<Guid>().Distinct().Count() == request.Children.Count(child => child.Id is not null),
            "support-family.children", "No child is named twice.", "children");
        Demand(request.OtherNames.Count <= MostWords && request.OtherNames.All(name => IsPlain(name, LongestName)), "support-family.names", $"otherNames are at most {MostWords} names of one line.", "otherNames");
        Demand(request.AddressLines.Count <= MostWords && request.AddressLines.All(line => IsPlain(line, LongestLine)), "support-family.address", $"addressLines are at most {MostWords} lines.", "addressLines");
        foreach (var (index, child) in request.Children.Index())
        {
            var field = $"children[{index}]";
            Demand(IsPlain(child.Given, LongestName) && IsPlain(child.Family, LongestName), "support-child.name", "given and family are names of one line.", $"{field}.given");
            Demand(child.DateOfBirth <= today && child.DateOfBirth.Year >= 1990, "support-child.birth", "dateOfBirth lies between 1990 and today.", $"{field}.dateOfBirth");
            Demand(child.OrderMadeOn is null || (child.OrderMadeOn >= child.DateOfBirth && child.OrderMadeOn <= today), "support-child.order", "orderMadeOn lies between the birth and today.", $"{field}.orderMadeOn");
            Demand(
                child.OrderMadeOn is null == (child.Route == SupportRoute.PlacedAwaitingOrder) || child.Route == SupportRoute.PlacementBrokenDown,
                "support-child.order", "A child who waits for the order has no orderMadeOn; every other has one.", $"{field}.orderMadeOn");
        }
    }

    private static bool IsPlain(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl);

    private static void Demand(bool holds, string code, string detail, string field)
    {
        if (!holds)
        {
            throw new InvalidRequestException(code, detail, field);
        }
    }

    private static async Task<Response> DescribeAsync(SupportFamily family, LocalityHubDbContext db, DateOnly today, CancellationToken ct)
    {
        var ids = family.Children.Select(child => child.Id).ToArray();
        var references = await db.SupportReferences.AsNoTracking().Where(each => each.Kind == SupportReferenceKind.Child && ids.Contains(each.AboutId)).ToDictionaryAsync(each => each.AboutId, each => (Guid?)each.Reference, ct);
        var assessments = await db.SupportAssessments.AsNoTracking().Include(each => each.Narratives).Where(each => each.FamilyId == family.Id).OrderBy(each => each.AssessedOn).ThenBy(each => each.Number).ToListAsync(ct);
        return new Response(
            family.Id,
            family.OtherNames,
            family.AddressLines,
            family.LivesHere,
            [
                .. family.Children.OrderBy(child => child.DateOfBirth).ThenBy(child => child.Id).Select(child => new ChildEntry(
                    child.Id, child.ChildId, child.GivenName, child.FamilyName, child.DateOfBirth, child.Route, child.PlacedBy, child.HasPlan, child.OrderMadeOn, child.HandedOver,
                    ApplicantRule.Of(child, family.LivesHere, today), references.GetValueOrDefault(child.Id))),
            ],
            [.. assessments.Select(each => new AssessmentEntry(each.Id, each.ReviewsId, each.AssessedOn, each.ReviewDue, each.Withdrawn, SupportLedger.AreChecked(each)))]);
    }
}
