using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>A piece of a page. Whatever text is put into its holes is escaped; only another piece goes in as it is.</summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly string _text;

    private Html(string text) => _text = text;

    public static Html None { get; } = new("");

    public static Html Of(Handler text) => new(text.ToString());

    public static Html Join(IEnumerable<Html> pieces, string between = "") => new(string.Join(between, pieces));

    public static Html If(bool condition, Func<Html> piece) => condition ? piece() : None;

    public override string ToString() => _text;

    [InterpolatedStringHandler]
    public readonly ref struct Handler(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted(Html? piece) => _text.Append(piece?._text);

        public void AppendFormatted(IEnumerable<Html> pieces)
        {
            foreach (var piece in pieces)
            {
                _text.Append(piece._text);
            }
        }

        public void AppendFormatted(string? text) => _text.Append(text is null ? "" : Encoder.Encode(text));

        public void AppendFormatted(int number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(long number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

        /// <summary>Two places: for the coordinates of drawings.</summary>
        public void AppendFormatted(double number) => _text.Append(CultureInfo.InvariantCulture, $"{number:0.##}");

        public override string ToString() => _text.ToString();
    }
}
