using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Partnership.AdoptionSupportFund.HandOvers;

#nullable disable

namespace Partnership.AdoptionSupportFund.Persistence.Migrations
{
    /// <summary>
    /// An assessment that was handed over comes without its narrative parts, which stay in the other council's hub. The same holds of children who were
    /// handed over before and of whom their new hub has not spoken yet.
    /// </summary>
    [DbContext(typeof(FundDbContext))]
    [Migration("20261129211500_NarrativesStayWhenHandedOver")]
    public partial class NarrativesStayWhenHandedOver : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            HandOverFunctions.Create + """

            update needs_assessment n set narratives_checked = false from fund_child f
            where f.id = n.child_id and f.epoch = 0 and n.narratives_checked and exists (select from hand_over h where h.child_id = f.id and h.state = 2);
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // What a function of before said of them was never true: the taker could not export them.
        }
    }
}
