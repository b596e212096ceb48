namespace Partnership.Statutory.Panels;

/// <summary>Who somebody is on a panel.</summary>
public enum PanelRole
{
    /// <summary>The person appointed to chair it, who is independent.</summary>
    Chair = 1,

    /// <summary>One of the one or two who may act as chair; need not be independent.</summary>
    ViceChair = 2,

    /// <summary>Any other member.</summary>
    Member = 3,
}

/// <summary>A member who sits for an item.</summary>
/// <param name="Member">Whoever it is.</param>
/// <param name="Role">The appointment.</param>
/// <param name="IsSocialWorker">A social worker with the years that the constitution asks for.</param>
/// <param name="IsIndependent">Independent of the agency, of every agency of a joint panel.</param>
/// <param name="IsMedicalAdviser">There as medical adviser: advises, and is not counted.</param>
public sealed record PanelAttendee(Guid Member, PanelRole Role, bool IsSocialWorker, bool IsIndependent, bool IsMedicalAdviser = false);

/// <summary>What a panel lacks to do business.</summary>
public enum QuorumGap
{
    /// <summary>Neither the chair nor a vice chair sits.</summary>
    Chair = 1,

    /// <summary>No social worker with the experience asked for sits besides whoever is in the chair.</summary>
    SocialWorker = 2,

    /// <summary>Too few members.</summary>
    OtherMembers = 3,

    /// <summary>Whoever presides is not independent, and no other member is.</summary>
    IndependentMember = 4,
}

/// <summary>Whether business may be done.</summary>
/// <param name="Constitution">Under which rule.</param>
/// <param name="Counted">Members who count, the medical adviser not among them.</param>
/// <param name="Gaps">What is missing; nothing when quorate.</param>
public sealed record QuorumReading(PanelConstitution Constitution, int Counted, IReadOnlyList<QuorumGap> Gaps)
{
    /// <summary>Whether the panel may consider the item.</summary>
    public bool IsQuorate => Gaps.Count == 0;
}

/// <summary>
/// Reads the quorum of a panel for one item, from those who sit for it: whoever has declared a conflict and left is not among them.
/// The seats (chair or vice chair, social worker, three or four others) are filled by different people.
/// </summary>
public static class Quorum
{
    /// <summary>Reads it.</summary>
    public static QuorumReading Read(PanelConstitution constitution, IEnumerable<PanelAttendee> sitting)
    {
        ArgumentNullException.ThrowIfNull(constitution);
        var counted = sitting.Where(attendee => !attendee.IsMedicalAdviser).DistinctBy(attendee => attendee.Member).ToList();
        var chairs = counted.Where(attendee => attendee.Role is PanelRole.Chair or PanelRole.ViceChair).ToList();
        var socialWorkers = counted.Where(attendee => attendee.IsSocialWorker).ToList();
        var gaps = new List<QuorumGap>();
        if (chairs.Count == 0)
        {
            gaps.Add(QuorumGap.Chair);
        }

        // One person is not both the chair and the social worker.
        if (socialWorkers.Count == 0 || (chairs.Count == 1 && socialWorkers.Count == 1 && chairs[0] == socialWorkers[0]))
        {
            gaps.Add(QuorumGap.SocialWorker);
        }

        if (counted.Count < constitution.Quorum)
        {
            gaps.Add(QuorumGap.OtherMembers);
        }

        // Also of a chair who is not independent any more on the day.
        if (chairs.Count > 0 && !counted.Exists(attendee => attendee.IsIndependent))
        {
            gaps.Add(QuorumGap.IndependentMember);
        }

        return new QuorumReading(constitution, counted.Count, gaps);
    }
}
