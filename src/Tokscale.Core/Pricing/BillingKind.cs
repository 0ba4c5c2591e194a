namespace Tokscale.Core.Pricing;

/// <summary>How a provider asks for money.</summary>
public enum BillingKind : byte
{
    /// <summary>By token: the cost is what is paid.</summary>
    Metered,

    /// <summary>By plan: the cost is what the same tokens would cost by the list price.</summary>
    Subscription,

    /// <summary>The provider asks nothing for this model.</summary>
    Free,

    /// <summary>The model runs on the user's own machine.</summary>
    Local,
}
