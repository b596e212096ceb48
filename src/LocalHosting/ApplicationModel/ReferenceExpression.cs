using System.Runtime.CompilerServices;
using System.Text;

namespace Partnership.LocalHosting;

/// <summary>Text with holes that are filled once ports and secrets are known: <c>$"amqp://hub:{password}@{host}"</c>.</summary>
public sealed class ReferenceExpression : IExpressionValue
{
    private readonly IReadOnlyList<Part> _parts;

    private ReferenceExpression(IReadOnlyList<Part> parts) => _parts = parts;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => new(handler.Parts);

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            var value = part.Provider is null ? part.Literal : await part.Provider.GetValueAsync(cancellationToken);
            text.Append(part.UriEscape ? Uri.EscapeDataString(value ?? "") : value);
        }

        return text.ToString();
    }

    internal readonly record struct Part(string? Literal, IValueProvider? Provider, bool UriEscape = false);

    /// <summary>Collects an interpolated string's parts; the format <c>:uri</c> escapes a part for use inside a URI.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler
    {
        private readonly List<Part> _parts;

        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount) =>
            _parts = new List<Part>((formattedCount * 2) + (literalLength > 0 ? 1 : 0));

        internal IReadOnlyList<Part> Parts => _parts;

        public void AppendLiteral(string value) => _parts.Add(new Part(value, null));

        public void AppendFormatted(string? value) => _parts.Add(new Part(value, null));

        public void AppendFormatted(string? value, string format) => _parts.Add(new Part(value, null, IsUri(format)));

        public void AppendFormatted<T>(T valueProvider) where T : IExpressionValue => _parts.Add(new Part(null, valueProvider));

        public void AppendFormatted<T>(T valueProvider, string format) where T : IExpressionValue =>
            _parts.Add(new Part(null, valueProvider, IsUri(format)));

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IExpressionValue =>
            _parts.Add(new Part(null, valueProvider.Resource));

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string format) where T : IResource, IExpressionValue =>
            _parts.Add(new Part(null, valueProvider.Resource, IsUri(format)));

        private static bool IsUri(string format) => format == "uri"
            ? true
            : throw new FormatException($"The format '{format}' is not known; only 'uri' is.");
    }
}
