namespace Tokscale.Core.Sources.Warp;

/// <summary>Tokens of one model in one conversation.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Warp">Tokens that the terminal's maker served.</param>
/// <param name="Own">Tokens served on a key or an endpoint of the user's own.</param>
internal readonly record struct WarpModelTokens(string Model, long Warp, long Own)
{
    public long Total => Warp + Own;
}
