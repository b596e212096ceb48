using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Documents;
using Partnership.LocalityHub.PanelCases;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.OpenApi;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.LocalityHub.CasePapers;

/// <summary>
/// Takes in a paper of a case, or a later version of one. What it is stands in its bytes; it must open, and be of a length that a panel can read.
/// </summary>
internal static class UploadPaper
{
    public const int Longest = 25 * 1024 * 1024;
    private const int LongestName = 120;
    private const int PieceLength = 64 * 1024;

    public static async Task<Results<Created<ReadPapers.Paper>, ProblemHttpResult>> HandleAsync(
        Guid caseId,
        HttpRequest request,
        Coded<PaperKind> kind,
        DateOnly datedOn,
        Caller caller,
        LocalityHubDbContext db,
        AuditTrail audit,
        TimeProvider clock,
        CancellationToken ct,
        Guid? childId = null,
        Guid? paperId = null,
        Coded<LateReason>? lateReason = null)
    {
        if (await db.PanelCases.AsNoTracking().SingleOrDefaultAsync(each => each.Id == caseId, ct) is not { } @case)
        {
            return KeepCase.NotFound();
        }

        if (@case.State == PanelCaseState.Withdrawn)
        {
            throw new RuleBrokenException("panel-case.withdrawn", "The case was taken back.");
        }

        if (childId is { } child && !@case.ChildIds.Contains(child))
        {
            throw new RuleBrokenException("paper.other-child", "The child is not in this case.", "childId");
        }

        if (datedOn > LondonCalendar.Today(clock))
        {
            throw new RuleBrokenException("paper.in-future", "A paper bears a day that has been.", "datedOn");
        }

        var before = paperId is { } known
            ? await db.CasePapers.Where(paper => paper.CaseId == caseId && paper.PaperId == known).OrderByDescending(paper => paper.Number).FirstOrDefaultAsync(ct)
            : null;
        if (paperId is not null && (before is null || before.Kind != kind.Value || before.ChildId != childId))
        {
            throw new RuleBrokenException("paper.other-paper", "A later version is of the same kind and child as the paper that it replaces.", "paperId");
        }

        await RequireInTimeAsync(caseId, lateReason?.Value, db, ct);
        var (name, bytes) = await ReceiveAsync(request, ct);
        var type = TypeOf(bytes);

        // Once more: papers may have gone out while this one came.
        await RequireInTimeAsync(caseId, lateReason?.Value, db, ct);
        var id = Guid.NewGuid();
        var version = new CasePaper
        {
            Id = id, CaseId = caseId, ChildId = childId, Kind = kind.Value, PaperId = paperId ?? id, Number = (short)((before?.Number ?? 0) + 1), DatedOn = datedOn, FileName = name, Type = type,
            Length = bytes.Length, Digest = SHA256.HashData(bytes), UploadedBy = caller.Subject, UploadedAt = clock.GetUtcNow(), LateReason = lateReason?.Value,
        };
        foreach (var earlier in await db.CasePapers.Where(paper => paper.CaseId == caseId && paper.PaperId == version.PaperId && !paper.Superseded).ToListAsync(ct))
        {
            earlier.Superseded = true;
        }

        db.Add(version);
        db.Add(new CasePaperContent { VersionId = id, Bytes = bytes });
        await db.SaveChangesAsync(ct);
        audit.About([caseId, id]);
        return TypedResults.Created($"/api/v1/councils/{request.RouteValues["code"]}/panel-cases/{caseId}/papers/{id}", ReadPapers.Describe(version));
    }

    /// <summary>While an agenda with the case on it is settled, members have its papers: what comes then they read late, with a reason or not at all.</summary>
    private static async Task RequireInTimeAsync(Guid caseId, LateReason? lateReason, LocalityHubDbContext db, CancellationToken ct)
    {
        var isLate = await db.CaseItems.AnyAsync(item => item.CaseId == caseId && item.State == AgendaItemState.Settled, ct);
        if (isLate && lateReason is null)
        {
            throw new RuleBrokenException(
                "paper.late", "Papers go out five working days before the panel (minimum standard 17), and these have gone out: give a lateReason (childs-welfare, court-date, minor-correction).", "lateReason");
        }

        if (!isLate && lateReason is not null)
        {
            throw new RuleBrokenException("paper.not-late", "No panel waits with the papers of this case before it, or it has considered them: there is nothing to be late for.", "lateReason");
        }
    }

    /// <summary>What a file is, once it has been opened.</summary>
    private static SniffedType TypeOf(byte[] bytes)
    {
        var type = FileSniffing.Of(bytes);
        if (type == SniffedType.Other)
        {
            throw new RuleBrokenException("paper.type", "Papers are PDF files, or photographs as JPEG or PNG: save the document as PDF.", "files");
        }

        try
        {
            _ = ReadingCopy.Write(bytes, type, "upload");
            return type;
        }
        catch (UnreadableFileException unreadable)
        {
            throw new RuleBrokenException("paper.unreadable", unreadable.Message, "files");
        }
    }

    /// <summary>The one part of the body that is a file. What it is called stands in its part and not in an address, which ends up in logs.</summary>
    private static async Task<(string Name, byte[] Bytes)> ReceiveAsync(HttpRequest request, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
        {
            throw new InvalidRequestException("paper.not-multipart", "Send the file as multipart/form-data, as the one part.", "Content-Type");
        }

        var parts = new MultipartReader(boundary.Value!, request.Body, PieceLength);
        try
        {
            while (await parts.ReadNextSectionAsync(ct) is { } part)
            {
                if (ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) && (disposition.FileNameStar.Length > 0 || disposition.FileName.Length > 0))
                {
                    return (NameOf(disposition), await BytesOfAsync(part, ct));
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new InvalidRequestException("paper.not-multipart", "The multipart body ends too early or is malformed.", null);
        }

        throw new InvalidRequestException("paper.no-file", "The request holds no file: send it as a part with a file name.", null);
    }

    private static async Task<byte[]> BytesOfAsync(MultipartSection part, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var piece = new byte[PieceLength];
        while (await part.Body.ReadAsync(piece, ct) is > 0 and var read)
        {
            if (bytes.Length + read > Longest)
            {
                throw new RuleBrokenException("paper.too-long", "A paper has at most 25 MiB: make its pictures smaller, or split it.", "files");
            }

            bytes.Write(piece, 0, read);
        }

        return bytes.Length == 0 ? throw new InvalidRequestException("paper.empty", "The file is empty.", "files") : bytes.ToArray();
    }

    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.Length > 0 ? disposition.FileNameStar : disposition.FileName).Value ?? string.Empty;
        return PlainText.Line(name[(name.LastIndexOfAny(['/', '\\']) + 1)..], "files", LongestName) ?? throw new InvalidRequestException("paper.name", "Say how the file is called.", "files");
    }

    /// <summary>Lets the request's body be as long as a paper and a little more, so that one too long gets an answer that says so.</summary>
    public sealed class AllowPaper : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => Longest + 65_536;
    }
}
