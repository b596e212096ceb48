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
    public byte[] Digest(ReadOnlySpan<byte> context)
    {
        using var text = new MemoryStream(1024);
        text.Write(context);
        using (var writer = new StreamWriter(text, new UTF8Encoding(false), 1024, leaveOpen: true))
        {
            foreach (var row in Rows)
            {
                writer.Write((char)('A' + (int)row.Table));
                Write(writer, row);
                writer.Write('\n');
            }

            foreach (var row in Rejected)
            {
                writer.Write((char)('a' + (int)row.Table));
                writer.Write(row.Reason);
                writer.Write('\n');
            }
        }

        return SHA256.HashData(text.GetBuffer().AsSpan(0, (int)text.Length))[..16];
    }

    private static void Write(StreamWriter writer, ReturnRow row)
    {
        void Cell(string? cell)
        {
            writer.Write(cell);
            writer.Write('\u001f');
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
