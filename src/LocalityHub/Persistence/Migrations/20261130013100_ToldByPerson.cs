using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.LocalityHub.Persistence.Migrations
{
    /// <summary>Each person whom a decision is told to has a notice. What was told before was told to the first.</summary>
    [DbContext(typeof(LocalityHubDbContext))]
    [Migration("20261130013100_ToldByPerson")]
    public partial class ToldByPerson : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(name: "person", table: "decision_notice", type: "smallint", nullable: false, defaultValue: (short)1);
            migrationBuilder.AddColumn<short>(name: "persons", table: "decision_notice", type: "smallint", nullable: false, defaultValue: (short)1);
            migrationBuilder.DropPrimaryKey(name: "PK_decision_notice", table: "decision_notice");
            migrationBuilder.AddPrimaryKey(name: "PK_decision_notice", table: "decision_notice", columns: ["decision_id", "recipient", "person"]);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("delete from decision_notice where person > 1");
            migrationBuilder.DropPrimaryKey(name: "PK_decision_notice", table: "decision_notice");
            migrationBuilder.AddPrimaryKey(name: "PK_decision_notice", table: "decision_notice", columns: ["decision_id", "recipient"]);
            migrationBuilder.DropColumn(name: "persons", table: "decision_notice");
            migrationBuilder.DropColumn(name: "person", table: "decision_notice");
        }
    }
}
