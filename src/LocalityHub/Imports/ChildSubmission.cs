using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Partnership.CaseData.Ssda903;

namespace Partnership.LocalityHub.Imports;

/// <summary>All that one upload says of one child.</summary>
internal sealed class ChildSubmission(string localId)
{
    public string LocalId { get; } = localId;

    /// <summary>In order of table and row once <see cref="Sort"/> was called.</summary>
    public List<ReturnRow> Rows { get; } = new(8);

    public List<RejectedRow> Rejected { get; } = [];

    /// <summary>Rows among <see cref="Rows"/> that the hub had already, of tables for which the upload brings no file; with their import.</summary>
    public Dictionary<ReturnRow, Guid>? Kept { get; private set; }

    public HeaderRow? Header => Rows.OfType<HeaderRow>().FirstOrDefault();

    /// <summary>Adds a row of a table that the upload is silent about.</summary>
    public void Keep(ReturnRow row, Guid importId)
    {
        Rows.Add(row);
        (Kept ??= new(ReferenceEqualityComparer.Instance)).Add(row, importId);
    }

    public void Sort() => Rows.Sort(static (one, other) => one.Table == other.Table ? one.Row.CompareTo(other.Row) : one.Table.CompareTo(other.Table));

    /// <summary>
    /// A digest of the content, wherever in the files it stood, and of what its checks depend on besides: the same digest again
    /// means that nothing would change.
    /// </summary>
    /// <param name="context">What the checks depend on.</param>
    /// <param name="text">Room for the content, used again for the next child.</param>
    public byte[] Digest(ReadOnlySpan<byte> context, ArrayBufferWriter<byte> text)
    {
        text.ResetWrittenCount();
        text.Write(context);
        foreach (var row in Rows)
        {
            Byte(text, (byte)('A' + (int)row.Table));
            Write(text, row);
            Byte(text, (byte)'\n');
        }

        foreach (var row in Rejected)
        {
            Byte(text, (byte)('a' + (int)row.Table));
            Encoding.UTF8.GetBytes(row.Reason, text);
            Byte(text, (byte)'\n');
        }

        return SHA256.HashData(text.WrittenSpan)[..16];
    }

    private static void Byte(ArrayBufferWriter<byte> text, byte value)
    {
        text.GetSpan(1)[0] = value;
        text.Advance(1);
    }

    private static void Write(ArrayBufferWriter<byte> text, ReturnRow row)
    {
        void Cell(string? cell)
        {
            Encoding.UTF8.GetBytes(cell, text);
            Byte(text, 0x1f);
        }

        switch (row)
        {
            case HeaderRow r:
                Cell(r.Sex);
                Cell(r.Dob.Text);
                Cell(r.Ethnic);
                Cell(r.Upn);
                Cell(r.Mother);
                Cell(r.McDob.Text);
                if (r.Uasc is { } flag)
                {
                    Cell(flag);
                }

                break;
            case EpisodeRow r:
                Cell(r.Decom.Text);
                Cell(r.Rne);
                Cell(r.Ls);
                Cell(r.Cin);
                Cell(r.Place);
                Cell(r.PlaceProvider);
                Cell(r.Dec.Text);
                Cell(r.Rec);
                Cell(r.ReasonPlaceChange);
                Cell(r.HomePost);
                Cell(r.PlPost);
                Cell(r.Urn);
                break;
            case Ad1Row r:
                Cell(r.Dob.Text);
                Cell(r.DateInt.Text);
                Cell(r.DateMatch.Text);
                Cell(r.FosterCare);
                Cell(r.NbAdoptr);
                Cell(r.SexAdoptr);
                Cell(r.LsAdoptr);
                break;
            case PlacedAdoptionRow r:
                Cell(r.Dob.Text);
                Cell(r.DatePlaced.Text);
                Cell(r.DatePlacedCeased.Text);
                Cell(r.ReasonPlacedCeased);
                break;
            case PrevPermRow r:
                Cell(r.Dob.Text);
                Cell(r.PrevPerm);
                Cell(r.LaPerm);
                Cell(r.DatePerm);
                break;
            default:
                foreach (var cell in OtherCells.Of(row))
                {
                    Cell(cell);
                }

                break;
        }
    }
}
