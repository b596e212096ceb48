using Microsoft.EntityFrameworkCore;
using Partnership.PanelScheduling.CentralLists;
using Partnership.PanelScheduling.Panels;
using Partnership.PanelScheduling.Persistence;
using Partnership.Statutory.Panels;

namespace Partnership.PanelScheduling.Meetings;

/// <summary>Who sits at a meeting as the quorum counts them: facts on the day of the meeting, absences and answers.</summary>
internal sealed class MeetingSeats
{
    private readonly Dictionary<Guid, (ListMember Person, PanelAttendee Seat, bool Comes)> _seats;
    private readonly PanelConstitution _constitution;
    private readonly bool _isDrawn;

    private MeetingSeats(PanelConstitution constitution, Dictionary<Guid, (ListMember, PanelAttendee, bool)> seats, bool isDrawn) =>
        (_constitution, _seats, _isDrawn) = (constitution, seats, isDrawn);

    public static async Task<MeetingSeats> OfAsync(Meeting meeting, Panel panel, PanelDbContext db, CancellationToken ct)
    {
        var ids = meeting.Members.Select(member => member.MemberId).ToArray();
        return Of(meeting, panel, await db.Members.AsNoTracking().Where(member => ids.Contains(member.Id)).ToDictionaryAsync(member => member.Id, ct));
    }

    public static MeetingSeats Of(Meeting meeting, Panel panel, IReadOnlyDictionary<Guid, ListMember> members) => new(
        panel.ConstitutionOn(meeting.Date),
        meeting.Members.Where(member => members.ContainsKey(member.MemberId)).ToDictionary(
            member => member.MemberId,
            member => (members[member.MemberId], panel.Seat(members[member.MemberId], member.Role, member.AsMedicalAdviser, meeting.Date), Comes(member, members[member.MemberId], meeting))),
        isDrawn: true);

    /// <summary>While nobody is drawn: whoever of the list could be.</summary>
    public static MeetingSeats Drawable(Meeting meeting, Panel panel, IEnumerable<ListMember> listed) => new(
        panel.ConstitutionOn(meeting.Date),
        listed.ToDictionary(
            member => member.Id, member => (member, panel.Seat(member, PanelRole.Member, false, meeting.Date), member.IsListedOn(meeting.Date) && !member.IsAwayOn(meeting.Date))),
        isDrawn: false);

    public (ListMember Person, PanelAttendee Seat) Of(Guid memberId) => (_seats[memberId].Person, _seats[memberId].Seat);

    /// <summary>The quorum without some members; those away or unable to come, or who were not present, are left out anyway.</summary>
    public QuorumReading QuorumWithout(IReadOnlySet<Guid> leaving) => Quorum.Read(_constitution, _isDrawn ? Sitting(leaving) : WithChair(Sitting(leaving)));

    /// <summary>Who does not sit: those away or unable to come, and those who leave.</summary>
    public IReadOnlyList<Guid> Absent(IReadOnlySet<Guid> leaving) => [.. _seats.Where(seat => !seat.Value.Comes || leaving.Contains(seat.Key)).Select(seat => seat.Key).Order()];

    /// <summary>Who sits, without some members.</summary>
    public IReadOnlyList<PanelAttendee> Sitting(IReadOnlySet<Guid> leaving) =>
        [.. _seats.Where(seat => seat.Value.Comes && !leaving.Contains(seat.Key)).Select(seat => seat.Value.Seat)];

    // Whoever is drawn as chair must be independent, and should not be the one social worker: for each item anybody may be who does not leave for it.
    private static IEnumerable<PanelAttendee> WithChair(IReadOnlyList<PanelAttendee> sitting)
    {
        var chair = sitting.Where(seat => seat is { IsIndependent: true, IsMedicalAdviser: false }).OrderBy(seat => seat.IsSocialWorker).FirstOrDefault();
        return sitting.Select(seat => seat == chair ? seat with { Role = PanelRole.Chair } : seat);
    }

    private static bool Comes(MeetingMember member, ListMember person, Meeting meeting) =>
        person.IsListedOn(meeting.Date) && (member.WasPresent ?? (member.Answer != InvitationAnswer.Cannot && !person.IsAwayOn(meeting.Date)));
}
