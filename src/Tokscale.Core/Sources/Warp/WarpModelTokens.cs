namespace Tokscale.Core.Sources.Warp;

/// <summary>Tokens of one model in one conversation.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Warp">Tokens that the terminal's maker served.</param>
/// <param name="OwnKey">Tokens served on a key of the user's own.</param>
internal readonly record struct WarpModelTokens(string Model, long Warp, long OwnKey)
{
    public long Total => Warp + OwnKey;
}
