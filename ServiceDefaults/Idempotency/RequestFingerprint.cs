using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Partnership.ServiceDefaults.Idempotency;

/// <summary>
/// SHA-256 of what a request asks: path, query and body, hashed while the handler reads the body, so that an upload of any
/// size is neither buffered nor read twice. In a multipart body the lines of the boundary are left out: a client draws a new
/// boundary for each attempt.
/// </summary>
internal sealed class RequestFingerprint : IDisposable
{
    private readonly HttpContext _context;
    private readonly Stream _original;
    private readonly HashingStream _hashing;
    private readonly IncrementalHash _hash;

    private RequestFingerprint(HttpContext context, IncrementalHash hash, HashingStream hashing)
    {
        _context = context;
        _hash = hash;
        _original = context.Request.Body;
        _hashing = hashing;
        context.Request.Body = hashing;
    }

    /// <summary>Puts itself between the request's body and whoever reads it.</summary>
    public static RequestFingerprint Start(HttpContext context)
    {
        var request = context.Request;
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Path}\n{request.QueryString}\n"));
        string? boundary = null;
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        }

        return new RequestFingerprint(context, hash, new HashingStream(request.Body, hash, boundary));
    }

    /// <summary>Reads what the handler left unread, and gives the hash.</summary>
    public async Task<byte[]> CompleteAsync(CancellationToken ct)
    {
        await _hashing.CopyToAsync(Stream.Null, ct);
        _hashing.Flush();
        return _hash.GetHashAndReset();
    }

    public void Dispose()
    {
        _context.Request.Body = _original;
        _hash.Dispose();
    }
}
