using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Partnership.AdoptionSupportFund.HandOvers;

#nullable disable

namespace Partnership.AdoptionSupportFund.Persistence.Migrations
{
    /// <summary>Who may see a restricted child's rows, as its hub says it; hubs say it of each restricted child anew in the night after this.</summary>
    [DbContext(typeof(FundDbContext))]
    [Migration("20261130190200_RestrictedRecords")]
    public partial class RestrictedRecords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(name: "restricted_to", table: "fund_child", type: "smallint", nullable: false, defaultValue: (short)0);
            migrationBuilder.Sql(HandOverFunctions.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The function of before did not know the column.
            migrationBuilder.Sql(HandOverFunctions.Create.Replace(", restricted_to = 0", string.Empty, System.StringComparison.Ordinal));
            migrationBuilder.DropColumn(name: "restricted_to", table: "fund_child");
        }
    }
}
