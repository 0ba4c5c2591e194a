namespace Tokscale.Cli.Commands;

/// <summary>How a status line shows how hard the model works.</summary>
[Flags]
internal enum BurnRateForm
{
    Off = 0,
    Emoji = 1,
    Text = 2,
    EmojiAndText = Emoji | Text,
}
