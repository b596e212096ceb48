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

    private MeetingSeats(PanelConstitution constitution, Dictionary<Guid, (ListMember, PanelAttendee, bool)> seats) => (_constitution, _seats) = (constitution, seats);

    public static async Task<MeetingSeats> OfAsync(Meeting meeting, Panel panel, PanelDbContext db, CancellationToken ct)
    {
        var ids = meeting.Members.Select(member => member.MemberId).ToArray();
        return Of(meeting, panel, await db.Members.AsNoTracking().Where(member => ids.Contains(member.Id)).ToDictionaryAsync(member => member.Id, ct));
    }

    public static MeetingSeats Of(Meeting meeting, Panel panel, IReadOnlyDictionary<Guid, ListMember> members) => new(
        panel.ConstitutionOn(meeting.Date),
        meeting.Members.Where(member => members.ContainsKey(member.MemberId)).ToDictionary(
            member => member.MemberId,
            member => (members[member.MemberId], panel.Seat(members[member.MemberId], member.Role, member.AsMedicalAdviser, meeting.Date), Comes(member, members[member.MemberId], meeting))));

    public (ListMember Person, PanelAttendee Seat) Of(Guid memberId) => (_seats[memberId].Person, _seats[memberId].Seat);

    /// <summary>The quorum without some members; those away or unable to come, or who were not present, are left out anyway.</summary>
    public QuorumReading QuorumWithout(IReadOnlySet<Guid> leaving) => Quorum.Read(_constitution, Sitting(leaving));

    /// <summary>Who sits, without some members.</summary>
    public IReadOnlyList<PanelAttendee> Sitting(IReadOnlySet<Guid> leaving) =>
        [.. _seats.Where(seat => seat.Value.Comes && !leaving.Contains(seat.Key)).Select(seat => seat.Value.Seat)];

    private static bool Comes(MeetingMember member, ListMember person, Meeting meeting) =>
        member.WasPresent ?? (member.Answer != InvitationAnswer.Cannot && !person.IsAwayOn(meeting.Date) && person.IsListedOn(meeting.Date));
}
