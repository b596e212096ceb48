using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Partnership.ServiceDefaults.Uploads;

namespace Partnership.Gateway.Limits;

/// <summary>The limits of a request's body: known lengths are refused at once, streams where they go over.</summary>
internal static class RequestSize
{
    /// <summary>Sets the limits on the request; false when it announces a length that is over.</summary>
    public static bool TryLimit(HttpContext context, GatewayOptions options, string? boundary)
    {
        var limit = boundary is null ? options.BodyBytes : options.RequestBytes;
        if (context.Request.ContentLength > limit)
        {
            return false;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = limit;
        }

        if (boundary is not null)
        {
            context.Request.Body = new FileSizeLimit(context.Request.Body, boundary, options.FileBytes);
        }

        return true;
    }

    /// <summary>The boundary of a request in parts; null for any other.</summary>
    public static string? BoundaryOf(HttpRequest request) =>
        request.ContentType is { } type
        && type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
        && MediaTypeHeaderValue.TryParse(type, out var parsed)
        && parsed.Boundary.HasValue
            ? HeaderUtilities.RemoveQuotes(parsed.Boundary).Value
            : null;
}

/// <summary>
/// Passes an upload on and breaks off when one of its files is over the limit, or what comes before a file's first byte: the service
/// behind refuses that too, but its answer is heard only when the whole upload has been sent on.
/// </summary>
internal sealed class FileSizeLimit : Stream
{
    private const int LargestHead = 32 * 1024;

    private readonly Stream _body;
    private readonly MultipartLines _lines;
    private readonly long _limit;
    private bool _isInParts;
    private bool _isInHead = true;
    private int _headBytes;
    private int _lineBytes;
    private long _partBytes;

    public FileSizeLimit(Stream body, string boundary, long limit)
    {
        (_body, _limit) = (body, limit);
        _lines = new MultipartLines(boundary, Count, BeginPart);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _body.ReadAsync(buffer, cancellationToken);
        _lines.Append(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _body.Read(buffer, offset, count);
        _lines.Append(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void BeginPart()
    {
        (_isInParts, _isInHead) = (true, true);
        (_headBytes, _lineBytes, _partBytes) = (0, 0, 0);
    }

    private void Count(ReadOnlySpan<byte> content)
    {
        while (_isInHead && !content.IsEmpty)
        {
            var end = content.IndexOf((byte)'\n');
            var piece = end < 0 ? content : content[..(end + 1)];
            _headBytes += piece.Length;
            _lineBytes += piece.Length;
            if (_headBytes > LargestHead)
            {
                throw TooLarge();
            }

            if (end >= 0)
            {
                // An empty line ends a part's headers; what stands before the first part has no end but the part.
                _isInHead = !_isInParts || _lineBytes > 2;
                _lineBytes = 0;
            }

            content = content[piece.Length..];
        }

        _partBytes += content.Length;
        if (_partBytes > _limit)
        {
            throw TooLarge();
        }
    }

    private static BadHttpRequestException TooLarge() => new("A file is over the limit.", StatusCodes.Status413PayloadTooLarge);
}
